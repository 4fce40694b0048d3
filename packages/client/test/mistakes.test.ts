import { afterAll, describe, expect, it } from 'vitest'
import { MemoryTransport } from '@lmc/transport-memory'
import { InvalidKeyError, logFailures, MemcachedClient, type MemcachedClientOptions } from '../src/index.ts'

/** Passes a value of a wrong type. */
const as = (value: unknown): never => value as never

const transport = new MemoryTransport()
const open = (options: Partial<MemcachedClientOptions>): MemcachedClient =>
  new MemcachedClient({ transport, ...options })
const cache = open({ trackKeys: true })

/** A mistake, the call that makes it, and the class of the error. */
const mistakes: readonly (readonly [
  what: string,
  call: () => unknown,
  kind: abstract new (...args: never[]) => Error,
])[] = [
  ['options that are a text', () => new MemcachedClient(as('memory')), TypeError],
  ['no transport', () => open({ transport: as(undefined) }), TypeError],
  ['a transport that is a Map', () => open({ transport: as(new Map()) }), TypeError],
  ['an unknown option', () => open(as({ ttl: 1 })), TypeError],
  ['failures that are true', () => open({ failures: as(true) }), TypeError],
  ['failures that there are not', () => open({ failures: as('ignore') }), RangeError],
  ['trackKeys that is 1', () => open({ trackKeys: as(1) }), TypeError],
  ['a codec without decode', () => open({ codec: as({ encode: () => 1 }) }), TypeError],
  ['an onFailure that is a text', () => open({ onFailure: as('log') }), TypeError],
  ['a defaultNamespace that is a number', () => open({ defaultNamespace: as(1) }), TypeError],
  ['a defaultLifetime that is null', () => open({ defaultLifetime: as(null) }), TypeError],
  ['a defaultLifetime below 0', () => open({ defaultLifetime: -1 }), RangeError],
  ['a defaultLifetime of a week in words', () => open({ defaultLifetime: as('a week') }), RangeError],
  ['rememberedInvalidations that are a text', () => open({ rememberedInvalidations: as('all') }), TypeError],
  ['rememberedInvalidations below 0', () => open({ rememberedInvalidations: -1 }), RangeError],
  ['logFailures without a function', () => logFailures(as('console')), TypeError],
  ['logFailures every text', () => logFailures(String, { every: as('60') }), TypeError],
  ['logFailures every -1 seconds', () => logFailures(String, { every: -1 }), RangeError],
  ['a view whose failures are 1', () => cache.view({ failures: as(1) }), TypeError],
  ['a view whose failures there are not', () => cache.view({ failures: as('retry') }), RangeError],
  ['a view whose schema is a function', () => cache.view({ schema: as(() => 1) }), TypeError],
  ['a view whose lifetime is 1.5', () => cache.view({ lifetime: 1.5 }), RangeError],
  ['a lifetime that is a list', () => cache.set('key', 1, { lifetime: as([60]) }), TypeError],
  ['a lifetime of half a second', () => cache.set('key', 1, { lifetime: 0.5 }), RangeError],
  ['a lifetime in an unknown unit', () => cache.touch('key', as('5w')), RangeError],
  ['a delta that is a text', () => cache.increment('key', as('1')), TypeError],
  ['a delta of one and a half', () => cache.increment('key', 1.5), RangeError],
  ['an initial value below 0', () => cache.increment('key', 1, { initial: -1 }), RangeError],
  ['dependencies that are a text', () => cache.set('key', 1, { dependencies: as('user') }), TypeError],
  [
    '256 dependencies',
    () => cache.set('key', 1, { dependencies: Array.from({ length: 256 }, (_, i) => i) }),
    RangeError,
  ],
  ['an update without a function', () => cache.update('key', as(1)), TypeError],
  ['an unknown option of a call', () => cache.get('key', as({ ns: 'a' })), TypeError],
  ['options of a call that are a text', () => cache.get('key', as('namespace')), TypeError],
  ['a namespace that is a number', () => cache.get('key', { namespace: as(1) }), InvalidKeyError],
  ['no key', () => cache.get(as(undefined)), InvalidKeyError],
]

describe('a mistake with MemcachedClient', () => {
  afterAll(() => cache.close())

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
