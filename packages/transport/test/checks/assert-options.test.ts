import { describe, expect, it } from 'vitest'
import { assertOptions } from '../../src/index.ts'

const names = {
  of: 'Client',
  known: ['servers', 'timeout'],
  example: "{ servers: ['10.0.0.1:11211'] }",
  aliases: { hosts: 'servers' },
}

describe('assertOptions', () => {
  class Settings {
    timeout = 5
  }

  it.each([[{}], [{ servers: [] }], [{ hosts: undefined }], [Object.create(null)], [new Settings()]])(
    'takes %o',
    (options) => expect(() => assertOptions(options, names)).not.toThrow(),
  )

  it.each([
    ['10.0.0.1:11211', 'a string'],
    [['10.0.0.1:11211'], 'an array'],
    [null, 'null'],
    [undefined, 'undefined'],
    [new Map(), 'a Map'],
    [new URL('memcached://joe:pw@host'), 'a URL'],
    [() => {}, 'a function'],
  ])('refuses %o, without showing it', (options, what) => {
    const message = `The options of Client are ${what}; expected an object such as { servers: ['10.0.0.1:11211'] }`
    expect(() => assertOptions(options, names)).toThrow(new TypeError(message))
  })

  it.each([
    ['hosts', 'did you mean "servers"?'],
    ['server', 'did you mean "servers"?'],
    ['Timeout', 'did you mean "timeout"?'],
    ['colour', 'it has servers, timeout'],
    ['constructor', 'it has servers, timeout'],
    ['toString', 'it has servers, timeout'],
  ])('refuses an option "%s": %s', (name, advice) => {
    const message = `Client has no option "${name}"; ${advice}`
    expect(() => assertOptions({ [name]: 1 }, names)).toThrow(new TypeError(message))
  })

  it('refuses an unknown option that is inherited, which would be read as the known ones are', () => {
    const options: unknown = Object.create({ hosts: ['10.0.0.1:11211'] })
    expect(() => assertOptions(options, names)).toThrow('Client has no option "hosts"')
    expect(() => assertOptions(Object.create({ timeout: 5 }), names)).not.toThrow()
  })
})
