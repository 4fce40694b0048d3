import { afterAll, describe, expect, it } from 'vitest'
import { MetaTransport, type MetaTransportOptions } from '../src/index.ts'

/** As somebody without types passes it. */
const as = (value: unknown): never => value as never

const open = (options: MetaTransportOptions): MetaTransport => new MetaTransport(options)
const transport = open({ servers: ['127.0.0.1:1'] })
const bytes = new Uint8Array(0)

/** What a caller does wrong, how, and the class of the error. */
const mistakes: readonly (readonly [what: string, call: () => unknown, kind: ErrorConstructor])[] = [
  ['options that are a text', () => open(as('127.0.0.1')), TypeError],
  ['an unknown option', () => open(as({ server: 'a' })), TypeError],
  ['servers that are a text', () => open({ servers: as('a:1') }), TypeError],
  ['no servers', () => open({ servers: [] }), RangeError],
  ['a server twice', () => open({ servers: ['a:1', 'a:1'] }), RangeError],
  ['a server that is a number', () => open({ servers: [as(11_211)] }), TypeError],
  ['an empty address', () => open({ servers: [''] }), TypeError],
  ['an address with a space', () => open({ servers: ['a b'] }), TypeError],
  ['a port of 0', () => open({ servers: ['a:0'] }), TypeError],
  ['a port of 65,536', () => open({ servers: ['a:65536'] }), TypeError],
  ['a port that is a word', () => open({ servers: ['a:http'] }), TypeError],
  ['an IPv6 address that is none', () => open({ servers: ['[::g]:1'] }), TypeError],
  ['a time-out that is a text', () => open({ timeout: as('1000') }), TypeError],
  ['a time-out of 0', () => open({ timeout: 0 }), RangeError],
  ['a time-out of NaN', () => open({ timeout: Number.NaN }), RangeError],
  ['a time-out above 2^31 - 1', () => open({ timeout: 2 ** 31 }), RangeError],
  ['a connectTimeout that is null', () => open({ connectTimeout: as(null) }), TypeError],
  ['a connectTimeout below 0', () => open({ connectTimeout: -1 }), RangeError],
  ['an itemLimit that is a text', () => open({ itemLimit: as('1m') }), TypeError],
  ['an itemLimit of 0', () => open({ itemLimit: 0 }), RangeError],
  ['a username alone', () => open({ username: 'bob' }), TypeError],
  ['a password that is a number', () => open({ username: 'bob', password: as(1) }), TypeError],
  ['a weight that is a text', () => open({ servers: [{ address: 'a', weight: as('2') }] }), TypeError],
  ['a weight of 0', () => open({ servers: [{ address: 'a', weight: 0 }] }), RangeError],
  ['a distribution that is a word', () => open({ distribution: as('ketama') }), TypeError],
  ['a failover that is true', () => open({ failover: as(true) }), TypeError],
  ['a failover that there is not', () => open({ failover: as('all') }), RangeError],
  ['tls that is a text', () => open({ tls: as('yes') }), TypeError],
  ['a maxInFlight that is a text', () => open({ maxInFlight: as('9') }), TypeError],
  ['a maxInFlight of 0', () => open({ maxInFlight: 0 }), RangeError],
  ['a maxInFlightBytes of one and a half', () => open({ maxInFlightBytes: 1.5 }), RangeError],
  ['servers and discovery', () => open({ servers: ['a'], discovery: { endpoint: 'b' } }), TypeError],
  ['a discovery that is a text', () => open({ discovery: as('a:1') }), TypeError],
  ['a discovery at a bad port', () => open({ discovery: { endpoint: 'a:0' } }), TypeError],
  ['a discovery every 0 milliseconds', () => open({ discovery: { endpoint: 'a', interval: 0 } }), RangeError],
  ['setServers with no server', () => transport.setServers([]), RangeError],
  ['setServers with a bad port', () => transport.setServers(['a:0']), TypeError],
  ['a key that is a number', () => transport.get(as(1)), TypeError],
  ['an empty key', () => transport.delete(''), TypeError],
  ['a value that is a text', () => transport.set('key', as('text')), TypeError],
  ['flags of 33 bits', () => transport.set('key', bytes, { flags: 2 ** 32 }), RangeError],
  ['flags that are a text', () => transport.add('key', bytes, { flags: as('1') }), TypeError],
  ['a lifetime below 0', () => transport.replace('key', bytes, { lifetime: -1 }), RangeError],
  ['a lifetime that is a text', () => transport.touch('key', as('1h')), TypeError],
  ['a delta that is a text', () => transport.increment('key', as('1')), TypeError],
  ['a delta of one and a half', () => transport.increment('key', 1.5), RangeError],
  ['an initial value below 0', () => transport.increment('key', 1, { initial: -1 }), RangeError],
  ['a cas that no server gave', () => transport.compareAndSet('key', bytes, 'no cas'), TypeError],
  ['a flush of no server of the list', () => transport.flush({ server: 'b:1' }), RangeError],
  ['a flush of a server that is a number', () => transport.flush({ server: as(1) }), TypeError],
]

describe('a mistake with MetaTransport', () => {
  afterAll(() => transport.close())

  it.each(mistakes)('%s', async (_, call, kind) => {
    const error: unknown = await Promise.resolve()
      .then(call)
      .then(
        () => 'no error',
        (thrown: unknown) => thrown,
      )
    expect(error).toBeInstanceOf(kind)
  })
})
