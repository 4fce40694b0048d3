import { describe, expect, it } from 'vitest'
import { type MemjsTransportOptions, toSettings } from '../src/memjs-transport-options.ts'

describe('toSettings', () => {
  it('has a default for everything', () => {
    expect(toSettings({})).toEqual({
      servers: [{ name: '127.0.0.1:11211', host: '127.0.0.1', port: 11211 }],
      timeout: 1000,
      connectTimeout: 500,
      itemLimit: 134_217_728,
      credentials: undefined,
      traceKeys: false,
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
    ['no servers', { servers: [] }, RangeError],
    ['servers that are no list', { servers: 'a,b' }, TypeError],
    ['a server twice', { servers: ['a', 'a:11211'] }, RangeError],
    ['a time-out of 0', { timeout: 0 }, RangeError],
    ['a time-out that is no number', { timeout: '1000' }, TypeError],
    ['a time-out of NaN', { timeout: Number.NaN }, RangeError],
    ['an endless time-out', { timeout: Number.POSITIVE_INFINITY }, RangeError],
    ['a time-out to connect that is longer than a timer can run', { connectTimeout: 2 ** 31 }, RangeError],
    ['a username alone', { username: 'bob' }, TypeError],
    ['a password alone', { password: 'hidden' }, TypeError],
    ['an empty password', { username: 'bob', password: '' }, TypeError],
    ['a password that SASL would cut', { username: 'bob', password: 'a\0hidden' }, TypeError],
    ['an item limit of 0', { itemLimit: 0 }, RangeError],
    ['an item limit that is a text', { itemLimit: '1m' }, TypeError],
    ['an item limit above what memcached has', { itemLimit: 2 ** 30 + 1 }, RangeError],
    ['a list with a hole', { servers: Array.from({ length: 1 }) }, TypeError],
    ['a set of servers', { servers: new Set(['a']) }, TypeError],
    ['a map of servers', { servers: new Map([['a', 1]]) }, TypeError],
  ])('refuses %s', (_, options, error) => {
    expect(() => toSettings(options as MemjsTransportOptions)).toThrow(error)
    expect(() => toSettings(options as MemjsTransportOptions)).not.toThrow(/hidden/)
  })

  it.each<[unknown, RegExp]>([
    ['10.0.0.1:11211', /are a string; expected .*servers/],
    [['10.0.0.1:11211'], /are an array; expected .*servers/],
    [new URL('memcached://bob:hidden@cache'), /are a URL; expected .*servers/],
    [new Map([['servers', ['hidden']]]), /are a Map; expected .*servers/],
    [null, /are null; expected .*servers/],
    [5, /are a number; expected .*servers/],
    [{ server: 'hidden' }, /no option "server"; did you mean "servers"\?/],
    [{ hosts: ['hidden'] }, /no option "hosts"; did you mean "servers"\?/],
    [{ host: 'hidden', port: 1 }, /no option "host"; did you mean "servers"\?/],
    [{ port: 11211 }, /no option "port"; did you mean "servers"\?/],
    [{ url: 'hidden' }, /no option "url"; did you mean "servers"\?/],
    [{ timeoutMs: 5 }, /no option "timeoutMs"; did you mean "timeout"\?/],
    [{ timeOut: 5 }, /no option "timeOut"; did you mean "timeout"\?/],
    [{ user: 'hidden' }, /no option "user"; did you mean "username"\?/],
    [{ servers: 'hidden:11211' }, /servers is no array; expected .*servers/],
    [{ servers: [{ host: 'hidden', port: 11211 }] }, /server is an object; expected "host:port"/],
    [{ servers: [{}] }, /server is an object; expected "host:port"/],
    [{ servers: [5] }, /server is of type number; expected "host:port"/],
    [{ servers: [null] }, /server is null; expected "host:port"/],
    [{ servers: [''] }, /server is an empty text; expected "host:port"/],
    [{ servers: ['a,hidden'] }, /comma; expected an array/],
    [{ servers: [' hidden'] }, /white space/],
    [{ servers: ['hidden:'] }, /port of a server is missing/],
    [{ servers: ['10.0.0.1:0'] }, /port of a server is 0; expected 1 to 65535/],
    [{ servers: ['10.0.0.1:99999'] }, /port of a server is 99999; expected 1 to 65535/],
    [{ servers: ['hidden:port'] }, /is no address; expected "host:port"/],
    [{ servers: ['redis://hidden:11211'] }, /is a URL; expected "host:port"/],
    [{ servers: ['memcached://bob:hidden'] }, /is a URL; expected "host:port"/],
    [{ servers: ['bob:hidden@10.0.0.1:11211'] }, /options username and password/],
  ])('tells whoever passes %j what is expected, and repeats no secret', (options, message) => {
    expect(() => toSettings(options as MemjsTransportOptions)).toThrow(TypeError)
    expect(() => toSettings(options as MemjsTransportOptions)).toThrow(message)
    expect(() => toSettings(options as MemjsTransportOptions)).not.toThrow(/hidden/)
  })
})
