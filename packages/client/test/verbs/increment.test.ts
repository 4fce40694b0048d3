import type { Codec } from '@lmc/codec'
import { compressed } from '@lmc/codec/compressed'
import { jsonCodec } from '@lmc/codec'
import { MemoryTransport } from '@lmc/transport-memory'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { type Failure, MemcachedClient } from '../../src/index.ts'
import { type Environment, environments } from '../environments.ts'

const MOST = Number.MAX_SAFE_INTEGER

describe.each(environments)('increment over $name', ({ start }) => {
  let environment: Environment
  let cache: MemcachedClient
  let failures: Failure[]

  beforeAll(async () => {
    environment = await start()
  })
  beforeEach(async () => {
    failures = []
    cache = new MemcachedClient({
      transport: environment.open(),
      trackKeys: true,
      onFailure: (failure) => failures.push(failure),
    })
    await cache.invalidateAll()
  })
  afterEach(async () => {
    await cache.close()
    expect(failures).toEqual([])
  })
  afterAll(() => environment.stop())

  it('stores the initial value without the delta, then counts from it, and get returns a number', async () => {
    await expect(cache.increment('count')).resolves.toBeUndefined()
    await expect(cache.get('count')).resolves.toBeUndefined()
    await expect(cache.increment('count', 5, { initial: 7 })).resolves.toBe(7)
    await expect(cache.get('count')).resolves.toBe(7)
    await expect(cache.increment('count', 5, { initial: 7 })).resolves.toBe(12)
    await expect(cache.increment('count')).resolves.toBe(13)
    await expect(cache.increment('count', 0)).resolves.toBe(13)
    await expect(cache.get('count')).resolves.toBe(13)
    expect(cache.counters).toMatchObject({ stored: 1, hits: 2, misses: 1 })
  })

  it('subtracts, stops at 0, and get returns a number also when memcached pads it', async () => {
    await cache.set('count', 101)
    await expect(cache.increment('count', -2)).resolves.toBe(99)
    await expect(cache.get('count')).resolves.toBe(99)
    await expect(cache.increment('count', -1000)).resolves.toBe(0)
    await expect(cache.get('count')).resolves.toBe(0)
    await expect(cache.update('count', (count: number = -1) => count + 1)).resolves.toBe(1)
    await expect(cache.increment('count', 1)).resolves.toBe(2)
  })

  it('rejects for a count above 2^53 - 1, which is stored', async () => {
    await cache.set('count', MOST - 1)
    await expect(cache.increment('count')).resolves.toBe(MOST)
    await expect(cache.increment('count')).rejects.toThrow(
      'The count is 9007199254740992 now; a number is exact up to 2^53 - 1, use transport.increment()',
    )
    await expect(cache.increment('count')).rejects.toBeInstanceOf(RangeError)
    await expect(cache.get('count')).resolves.toBe(9007199254740993n)
    await expect(cache.increment('most', 1, { initial: MOST })).resolves.toBe(MOST)
  })

  it('gives a new count the lifetime of the call, and leaves the lifetime of an existing one', async () => {
    await cache.increment('brief', 1, { initial: 1, lifetime: '2s' })
    await cache.increment('longer', 1, { initial: 1, lifetime: '1m' })
    await cache.increment('brief', 1, { initial: 1, lifetime: '1m' })
    await cache.increment('longer', 1, { initial: 1, lifetime: '2s' })
    await environment.elapse(3)
    await expect(cache.get('brief')).resolves.toBeUndefined()
    await expect(cache.get('longer')).resolves.toBe(2)
    await expect(cache.increment('brief', 1, { initial: 1 })).resolves.toBe(1)
  })

  it('keeps namespace and raw, and is listed and dropped', async () => {
    const options = { namespace: 'ns:', raw: true, initial: 1 }
    await expect(cache.increment('count', 1, options)).resolves.toBe(1)
    await expect(cache.transport.get('ns:count')).resolves.toMatchObject({ flags: 2 })
    await expect(cache.increment('count', 1, { initial: 5 })).resolves.toBe(5)
    await cache.increment('absent')
    await expect(cache.keys(undefined, { verify: false })).resolves.toEqual(['count'])
    await expect(cache.invalidateNamespace('ns:')).resolves.toBe(1)
    await expect(cache.increment('count', 1, options)).resolves.toBe(1)
  })

  it('counts on compressed caches as well', async () => {
    const codec = compressed(jsonCodec())
    const own = new MemcachedClient({ transport: environment.open(), codec })
    await expect(own.increment('count', 1, { initial: 1 })).resolves.toBe(1)
    await expect(own.increment('count', 1, { initial: 1 })).resolves.toBe(2)
    await expect(own.get('count')).resolves.toBe(2)
    await own.close()
  })

  it('1,000 calls without an await count to 1,000, and keep their place among other calls for the key', async () => {
    for (const trackKeys of [false, true]) {
      const own = new MemcachedClient({ transport: environment.open(), trackKeys })
      const key = `count ${trackKeys}`
      const count = (times: number): Promise<number | undefined>[] =>
        Array.from({ length: times }, () => own.increment(key, 1, { initial: 1 }))
      const first = count(500)
      const seen = own.get(key)
      const second = count(500)
      const reset = own.invalidate(key)
      const third = count(3)
      const isSet = own.set(key, 10, { dependencies: [] })
      const fourth = count(1)
      const counts = (from: number): number[] => Array.from({ length: 500 }, (_, index) => from + index)
      // Calls that found no count may settle in another order.
      expect(new Set(await Promise.all(first))).toEqual(new Set(counts(1)))
      await expect(Promise.all(second)).resolves.toEqual(counts(501))
      await expect(seen).resolves.toBe(500)
      await expect(reset).resolves.toBe(true)
      expect(new Set(await Promise.all(third))).toEqual(new Set([1, 2, 3]))
      await isSet
      await expect(Promise.all(fourth)).resolves.toEqual([11])
      await own.close()
    }
  })

  it('10 clients that begin at once lose nothing', async () => {
    const clients = Array.from({ length: 10 }, () => new MemcachedClient({ transport: environment.open() }))
    const counts = await Promise.all(
      clients.flatMap((client) =>
        Array.from({ length: 100 }, () => client.increment('count', 1, { initial: 1 })),
      ),
    )
    expect(new Set(counts).size).toBe(1000)
    expect(Math.max(...counts.map(Number))).toBe(1000)
    await Promise.all(clients.map((client) => client.close()))
  })

  it('a value that is no count is a failure of memcached', async () => {
    await cache.set('text', 'seven')
    const strict = cache.view({ failures: 'throw' })
    await expect(strict.increment('text')).rejects.toMatchObject({ name: 'TransportError', code: 'server' })
    await expect(cache.increment('text', 1, { initial: 1 })).resolves.toBeUndefined()
    await expect(cache.get('text')).resolves.toBe('seven')
    expect(failures.map(({ operation, key }) => [operation, key])).toEqual([
      ['increment', 'text'],
      ['increment', 'text'],
    ])
    failures = []
  })
})

describe('increment', () => {
  const cache = new MemcachedClient({ transport: new MemoryTransport() })
  const increment = (...args: unknown[]): Promise<unknown> =>
    Reflect.apply(cache.increment.bind(cache), undefined, args)

  it.each<[unknown[], new (message: string) => Error, string]>([
    [['key', '1'], TypeError, 'Delta is of type string; expected a number'],
    [['key', 1n], TypeError, 'Delta is of type bigint; expected a number'],
    [['key', 0.5], RangeError, 'Delta is 0.5; expected a whole number'],
    [['key', Number.NaN], RangeError, 'Delta is NaN'],
    [['key', 2 ** 53], RangeError, 'Delta is 9007199254740992'],
    [['key', 1, { initial: '1' }], TypeError, 'Initial is of type string; expected a number'],
    [['key', 1, { initial: -1 }], RangeError, 'Initial is -1; expected a whole number from 0 to 2^53 - 1'],
    [['key', 1, { initial: 1.5 }], RangeError, 'Initial is 1.5'],
    [['key', 1, { initial: 1, lifetime: -1 }], RangeError, 'Lifetime is -1'],
    [['key', 1, { initial: 1, ttl: 5 }], TypeError, 'did you mean "lifetime"?'],
    [['key', 1, { by: 5 }], TypeError, 'increment() has no option "by"'],
  ])('rejects %o', async (args, error, message) => {
    await expect(increment(...args)).rejects.toBeInstanceOf(error)
    await expect(increment(...args)).rejects.toThrow(message)
    await expect(cache.get('key')).resolves.toBeUndefined()
  })

  it('rejects in a view with dependencies, since a count has none', async () => {
    const view = cache.view({ dependencies: ['x'] })
    await expect(view.increment('key', 1, { initial: 1 })).rejects.toThrow('A counter can depend on nothing')
    await cache.set('there', 1)
    await expect(view.increment('there', 1)).resolves.toBe(2)
  })

  it('rejects an initial value that the schema refuses, and a codec that keeps no digits', async () => {
    const small = cache.view({ schema: z.number().max(5) })
    await expect(small.increment('key', 1, { initial: 6 })).rejects.toMatchObject({ code: 'invalid-value' })
    await expect(small.increment('key', 1, { initial: 5 })).resolves.toBe(5)
    const codec: Codec = {
      encode: (value) => ({ value: Buffer.from(`own ${String(value)}`), flags: 77 }),
      decode: (value) => Buffer.from(value).toString(),
    }
    const own = new MemcachedClient({ transport: new MemoryTransport(), codec })
    await expect(own.increment('key', 1, { initial: 1 })).rejects.toMatchObject({
      name: 'CodecError',
      code: 'unsupported-type',
    })
    await own.close()
  })

  it("rejects with the signal's reason when that aborts", async () => {
    const signal = AbortSignal.abort(new Error('changed my mind'))
    await expect(cache.increment('key', 1, { signal })).rejects.toBe(signal.reason)
    await expect(cache.increment('key', 1, { signal, initial: 1 })).rejects.toBe(signal.reason)
  })
})
