import { MemoryTransport } from '@lmc/transport-memory'
import { MetaTransport } from '@lmc/transport-meta'
import { startMemcached } from '@lmc/memcached-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MemcachedClient, type SetOptions } from '../src/index.ts'
import { type Environment, environments } from './environments.ts'

/** More than one portion of a batch. */
const BATCH = process.env['LMC_LONG'] === '1' ? 20_000 : 6000

const ways: readonly (readonly [string, boolean, SetOptions])[] = [
  ['plain', false, {}],
  ['tracked', true, {}],
  ['with dependencies', false, { dependencies: ['d'] }],
  ['tracked, with dependencies', true, { dependencies: ['d'], sharedDependencies: ['s'] }],
]

describe.each(environments)('calls for one key over $name', ({ start }) => {
  let environment: Environment
  beforeAll(async () => {
    environment = await start()
  })
  afterAll(() => environment.stop())

  describe.each(ways)('%s', (_, trackKeys, options) => {
    let cache: MemcachedClient
    beforeAll(() => {
      cache = new MemcachedClient({ transport: environment.open(), trackKeys })
    })
    afterAll(() => cache.close())

    it.each<[string, (key: string) => readonly Promise<unknown>[], unknown]>([
      ['set, then invalidate', (key) => [cache.set(key, 1, options), cache.invalidate(key)], undefined],
      ['invalidate, then set', (key) => [cache.invalidate(key), cache.set(key, 1, options)], 1],
      ['set, then another set', (key) => [cache.set(key, 1, options), cache.set(key, 2)], 2],
      ['two sets alike', (key) => [cache.set(key, 1, options), cache.set(key, 2, options)], 2],
      [
        'set, then invalidateMany',
        (key) => [cache.set(key, 1, options), cache.invalidateMany(['x', key])],
        undefined,
      ],
      [
        'setMany, then invalidate',
        (key) => [cache.setMany([[key, 1]], options), cache.invalidate(key)],
        undefined,
      ],
      ['set, then invalidateAll', (key) => [cache.set(key, 1, options), cache.invalidateAll()], undefined],
      [
        'invalidateAll between two sets',
        (key) => [cache.set(key, 1, options), cache.invalidateAll(), cache.set(key, 2, options)],
        2,
      ],
      [
        'invalidate between two sets, beside one of another namespace',
        (key) => [
          cache.set(key, 1, options),
          cache.set(key, 1, { ...options, namespace: 'other' }),
          cache.invalidate(key),
          cache.set(key, 2, options),
        ],
        2,
      ],
      [
        'invalidate between two sets',
        (key) => [cache.set(key, 1, options), cache.invalidate(key), cache.set(key, 2, options)],
        2,
      ],
    ])('%s are carried out in this order without an await', async (name, calls, expected) => {
      for (let round = 0; round < 20; round++) {
        const key = `${name} ${round}`
        await Promise.all(calls(key))
        await expect(cache.get(key)).resolves.toBe(expected)
      }
    })

    it('a get sees the last of two sets without an await, although the first one takes longer', async () => {
      for (let round = 0; round < 20; round++) {
        const [, , value] = await Promise.all([
          cache.set(round, 'old', { dependencies: ['d'] }),
          cache.set(round, 'new'),
          cache.get(round),
        ])
        expect(value).toBe('new')
      }
    })

    it('a get sees the set before it without an await', async () => {
      const [, value, many] = await Promise.all([
        cache.set('seen', 'new', options),
        cache.get('seen'),
        cache.getMany(['seen', 'unseen']),
      ])
      expect(value).toBe('new')
      expect(many).toEqual(new Map([['seen', 'new']]))
    })
  })
})

describe('a large batch', () => {
  it('is carried out completely, and before later calls, also over a transport that takes few calls at once', async () => {
    const server = await startMemcached({ args: ['-m', '512'] })
    const failures: unknown[] = []
    for (const limits of [{}, { maxInFlight: 64 }, { maxInFlightBytes: 100_000 }]) {
      const transport = new MetaTransport({ servers: [server.address], timeout: 60_000, ...limits })
      const cache = new MemcachedClient({
        transport,
        trackKeys: true,
        onFailure: ({ error }) => failures.push(error),
      })
      const keys = Array.from({ length: BATCH }, (_, index) => index)
      const stored = cache.setMany(keys.map((key) => [key, key]))
      const dropped = cache.invalidateMany(keys.slice(10))
      const again = cache.set(BATCH - 1, 'new')
      const isStored = await stored
      expect(isStored.filter((key) => key === undefined)).toEqual([])
      await expect(dropped).resolves.toBe(BATCH - 10)
      await again
      const there = await cache.getMany(keys)
      const expected = new Map<number, unknown>(keys.slice(0, 10).map((key) => [key, key]))
      expect(there).toEqual(expected.set(BATCH - 1, 'new'))
      await cache.invalidateAll()
      await cache.close()
    }
    expect(failures).toEqual([])
    await server.stop()
  })

  it('stores 200 values of 100 KB', async () => {
    const server = await startMemcached({ args: ['-m', '512'] })
    const transport = new MetaTransport({
      servers: [server.address],
      timeout: 60_000,
      maxInFlightBytes: 1_000_000,
    })
    const cache = new MemcachedClient({ transport })
    const stored = await cache.setMany(
      Array.from({ length: 200 }, (_, index) => [index, 'x'.repeat(100_000)]),
    )
    expect(stored.filter((key) => key === undefined)).toEqual([])
    await cache.close()
    await server.stop()
  })

  it('stores the last of several values of a key, and resolves to a memcached key for each', async () => {
    const cache = new MemcachedClient({ transport: new MemoryTransport() })
    const stored = await cache.setMany([
      ['a', 1],
      ['b', 2],
      ['a', 3],
    ])
    expect(stored[0]).toBe(stored[2])
    expect(stored).not.toContain(undefined)
    await expect(cache.get('a')).resolves.toBe(3)
  })
})
