import { describe, expect, it } from 'vitest'
import { type MemjsTransportOptions, toSettings } from '../src/memjs-transport-options.ts'

describe('toSettings', () => {
  it('has a default for everything', () => {
    expect(toSettings({})).toEqual({
      servers: [{ name: '127.0.0.1:11211', host: '127.0.0.1', port: 11211 }],
      timeout: 1000,
      connectTimeout: 500,
      credentials: undefined,
    })
  })

  it('takes undefined for absent', () => {
    const options = { servers: undefined, timeout: undefined, connectTimeout: undefined, username: undefined }
    expect(toSettings(options)).toEqual(toSettings({}))
  })

  it('leaves the options as they are', () => {
    const options = Object.freeze({ servers: Object.freeze(['a', 'b:1']), timeout: 0.5 })
    expect(toSettings(options).servers.map(({ name }) => name)).toEqual(['a:11211', 'b:1'])
  })

  it.each<[string, object, ErrorConstructor]>([
    ['no servers', { servers: [] }, TypeError],
    ['servers that are no list', { servers: 'a,b' }, TypeError],
    ['a server twice', { servers: ['a', 'a:11211'] }, TypeError],
    ['a time-out of 0', { timeout: 0 }, RangeError],
    ['a time-out that is no number', { timeout: '1000' }, TypeError],
    ['a time-out of NaN', { timeout: Number.NaN }, RangeError],
    ['an endless time-out', { timeout: Number.POSITIVE_INFINITY }, RangeError],
    ['a time-out to connect that is longer than a timer can run', { connectTimeout: 2 ** 31 }, RangeError],
    ['a username alone', { username: 'bob' }, TypeError],
    ['a password alone', { password: 'hidden' }, TypeError],
    ['an empty password', { username: 'bob', password: '' }, TypeError],
  ])('refuses %s', (_, options, error) => {
    expect(() => toSettings(options as MemjsTransportOptions)).toThrow(error)
    expect(() => toSettings(options as MemjsTransportOptions)).not.toThrow(/hidden/)
  })
})
