import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { MetaTransport, type MetaTransportOptions } from '../src/index.ts'
import { readSettings } from '../src/options/read-settings.ts'

describe('readSettings', () => {
  it('has a default for everything', () => {
    const { servers, limits, failover, discovery } = readSettings({})
    expect(servers.map(({ name, weight }) => [name, weight])).toEqual([['127.0.0.1:11211', 1]])
    expect(limits).toEqual({
      timeout: 1000,
      connectTimeout: 500,
      maxInFlight: 131_072,
      maxInFlightBytes: 64 * 2 ** 20,
      itemLimit: 128 * 2 ** 20,
    })
    expect([failover, discovery]).toEqual(['none', undefined])
  })

  it('changes nothing of what it is given', () => {
    const options = Object.freeze({
      servers: Object.freeze([Object.freeze({ address: 'a', weight: 2 }), 'b']),
      tls: Object.freeze({ servername: 'c' }),
    })
    expect(readSettings(options).servers.map(({ weight }) => weight)).toEqual([2, 1])
  })

  it.each<[string, MetaTransportOptions, RegExp]>([
    ['no servers', { servers: [] }, /servers is empty/],
    ['a server twice', { servers: ['a', 'a:11211'] }, /Server a:11211 is there twice/],
    ['a weight of 0', { servers: [{ address: 'a', weight: 0 }] }, /Weight of a:11211 is 0/],
    ['a weight of 1.5', { servers: [{ address: 'a', weight: 1.5 }] }, /Weight of a:11211 is 1.5/],
    ['a time-out of 0', { timeout: 0 }, /timeout is 0; expected a whole number from 1 to 2147483647/],
    ['a time-out without an end', { timeout: Infinity }, /timeout is Infinity/],
    ['a connect time-out of -1', { connectTimeout: -1 }, /connectTimeout is -1/],
    ['more in flight than can be numbered', { maxInFlight: 2 ** 24 }, /maxInFlight is 16777216/],
    ['an item limit above that of memcached', { itemLimit: 2 ** 31 }, /itemLimit is 2147483648/],
    ['an interval of 0', { discovery: { endpoint: 'a', interval: 0 } }, /discovery.interval is 0/],
    ['a username alone', { username: 'ada' }, /Credentials are a username and a password/],
  ])('refuses %s', (_, options, message) => {
    expect(() => readSettings(options)).toThrow(message)
    expect(() => new MetaTransport(options)).toThrow(message)
  })

  const at = '10.0.0.1:11211'

  it.each<[unknown, RegExp]>([
    [at, /options of MetaTransport are a string; expected an object such as \{ servers/],
    [[at], /are an array/],
    [new Map(), /are a Map/],
    [new URL('memcached://10.0.0.1'), /are a URL/],
    [null, /are null/],
    [5, /are a number/],
    [{ server: at }, /no option "server"; did you mean "servers"/],
    [{ hosts: [at] }, /did you mean "servers"/],
    [{ host: '10.0.0.1', port: 11211 }, /did you mean "servers"/],
    [{ servers: [at], timeoutMs: 5 }, /did you mean "timeout"/],
    [{ servers: [at], conectTimeout: 5 }, /did you mean "connectTimeout"/],
    [{ servers: at }, /servers is of type string; expected an array/],
    [{ servers: null }, /servers is null/],
    [{ servers: [{}] }, /address of a server is of type undefined/],
    [{ servers: [5] }, /options of a server are a number/],
    [{ servers: [null] }, /options of a server are null/],
    [{ servers: [undefined] }, /options of a server are/],
    [{ servers: [new URL('memcached://10.0.0.1')] }, /options of a server are a URL/],
    [{ servers: [{ host: '10.0.0.1', port: 11211 }] }, /did you mean "address"/],
    [{ servers: [{ address: at, wieght: 2 }] }, /did you mean "weight"/],
    [{ servers: [{ address: at, weight: '2' }] }, /weight of a server is of type string/],
    [{ servers: [''] }, /it is empty/],
    [{ servers: ['a,b'] }, /several servers are several strings/],
    [{ servers: [` ${at}`] }, /no spaces/],
    [{ servers: ['10.0.0.1:'] }, /Address of a server is "10\.0\.0\.1:"/],
    [{ servers: ['10.0.0.1:0'] }, /"10\.0\.0\.1:0"/],
    [{ servers: ['10.0.0.1:99999'] }, /"10\.0\.0\.1:99999"/],
    [{ servers: [`redis://${at}`] }, /begins with memcached:\/\//],
    [{ servers: [`tcp://${at}`] }, /begins with memcached:\/\//],
    [{ discovery: at }, /options of discovery are a string/],
    [{ discovery: { endpoint: at, every: 5 } }, /did you mean "interval"/],
    [{ discovery: { host: at } }, /did you mean "endpoint"/],
    [{ distribution: 'ketama' }, /distribution is of type string/],
    [{ failover: true }, /failover is of type boolean/],
    [{ tls: 'yes' }, /tls is neither true nor an object/],
    [{ tls: new Map() }, /tls is neither true nor an object/],
    [{ username: 5, password: 'secret' }, /one of them is neither a string nor a function/],
    [{ timeout: '1000' }, /timeout is of type string/],
  ])('refuses %j by a TypeError that says how it is written', (options, message) => {
    const construct = (): MetaTransport => new MetaTransport(options as MetaTransportOptions)
    expect(construct).toThrow(TypeError)
    expect(construct).toThrow(message)
  })

  it.each<MetaTransportOptions>([
    { servers: ['memcached://joe:hunter2'] },
    { servers: ['memcached://joe:hunter2@'] },
    { servers: ['joe:hunter2@10.0.0.1:11211'] },
    { servers: ['joe:hunter2'] },
    { servers: ['redis://joe:hunter2@10.0.0.1'] },
    { servers: ['memcached://joe:hunter2@a,memcached://joe:hunter2@b'] },
    { servers: ['memcached:joe:hunter2@a'] },
    { servers: ['memcached://joe:hun/ter2/hunter2@a'] },
    { servers: [{ address: 'memcacheds://joe:hunter2' }] },
    { discovery: { endpoint: 'memcached://joe:hunter2' } },
  ])('shows no password when it refuses %j', (options) => {
    let refusal: unknown
    try {
      refusal = new MetaTransport(options)
    } catch (error) {
      refusal = error
    }
    expect(refusal).toBeInstanceOf(TypeError)
    expect(inspect(refusal, { depth: 10, showHidden: true })).not.toMatch(/hunter2|joe/)
  })

  it.each([
    { servers: 'localhost' },
    { servers: { 0: 'a' } },
    { timeout: '1000' },
    { failover: 'all' },
    { tls: { cert: 'nonsense' } },
  ])('refuses %j, which no type allows', (options) => {
    expect(() => readSettings(options as unknown as MetaTransportOptions)).toThrow()
  })
})
