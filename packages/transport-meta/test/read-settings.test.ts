import { describe, expect, it } from 'vitest'
import { MetaTransport, type MetaTransportOptions } from '../src/index.ts'
import { readSettings } from '../src/read-settings.ts'

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
