import { describe, expect, it } from 'vitest'
import { MemcachedClient } from '@lmc/client'
import { MetaTransport } from '@lmc/transport-meta'
import { KeyvMemcached, type KeyvMemcachedOptions } from '../src/index.ts'

/** As somebody without types passes it. */
const as = (value: unknown): never => value as never

const tracking = new MemcachedClient({ transport: new MetaTransport(), trackKeys: true })
const other = new MemcachedClient({ transport: new MetaTransport() })
const store = new KeyvMemcached({ client: tracking })
const open = (options: KeyvMemcachedOptions): unknown => new KeyvMemcached(options)

/** What a caller does wrong, how, and the class of the error. */
const mistakes: readonly (readonly [what: string, call: () => unknown, kind: ErrorConstructor])[] = [
  ['an unknown option', () => open(as({ server: 'a' })), TypeError],
  ['servers that are a number', () => open({ servers: as(11_211) }), TypeError],
  ['no servers', () => open({ servers: [] }), RangeError],
  ['a bad port', () => open({ servers: 'a:0' }), TypeError],
  ['a client that is a Map', () => open({ client: as(new Map()) }), TypeError],
  ['servers and a client', () => open({ servers: 'a', client: tracking }), TypeError],
  ['a client that tracks no keys', () => open({ client: other }), TypeError],
  ['a namespace that is a number', () => open({ namespace: as(1) }), TypeError],
  ['a ttl that is a text', () => store.set('key', 1, as('1000')), TypeError],
  ['a ttl that is null', () => store.set('key', 1, as(null)), TypeError],
  ['a ttl that is NaN', () => store.set('key', 1, Number.NaN), RangeError],
  [
    'a ttl of an entry that is a text',
    () => store.setMany([{ key: 'a', value: 1, ttl: as('1m') }]),
    TypeError,
  ],
]

describe('a mistake with KeyvMemcached', () => {
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
