import { startMemcached } from '@lmc/memcached-server'
import { randomBytes } from 'node:crypto'
import { type CallOptions, forwardTo, type Item, type Transport, TransportError } from '@lmc/transport'
import { MetaTransport } from '@lmc/transport-meta'
import { MemoryStore, MemoryTransport } from '@lmc/transport-memory'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type CacheKey, InvalidKeyError, memcachedKey } from '@lmc/keys'
import { type Failure, MemcachedClient } from '../src/index.ts'
import { type Environment, environments } from './environments.ts'

/** How many values have one common dependency. */
const MANY = process.env['LMC_LONG'] === '1' ? 100_000 : 20_000

describe.each(environments)('dependencies over $name', ({ start }) => {
  let environment: Environment
  let cache: MemcachedClient
  let other: MemcachedClient
  let transport: Transport
  let failures: Failure[]

  beforeAll(async () => {
    environment = await start()
  })
  beforeEach(async () => {
    failures = []
    transport = environment.open()
    const onFailure = (failure: Failure): void => void failures.push(failure)
    cache = new MemcachedClient({ transport, onFailure })
    other = new MemcachedClient({ transport: environment.open(), onFailure })
    await cache.invalidateAll()
  })
  afterEach(async () => {
    await Promise.all([cache.close(), other.close()])
    expect(failures).toEqual([])
  })
  afterAll(() => environment.stop())

  it('a value exists until any client invalidates one of its dependencies', async () => {
    await cache.set('page', '<html>', { dependencies: ['product:7', ['user', 1]] })
    await cache.set('other page', 2, { dependencies: ['product:8'] })
    await expect(other.get('page')).resolves.toBe('<html>')
    await expect(other.invalidateDependents(['product:9'])).resolves.toBe(false)
    await expect(cache.get('page')).resolves.toBe('<html>')
    await expect(other.invalidateDependents([['user', 1]])).resolves.toBe(true)
    await expect(cache.get('page')).resolves.toBeUndefined()
    await expect(cache.get('page', { default: 'none' })).resolves.toBe('none')
    await expect(cache.getMany(['page', 'other page'])).resolves.toEqual(new Map([['other page', 2]]))
    await cache.set('page', 'new', { dependencies: ['product:7', ['user', 1]] })
    await expect(other.get('page')).resolves.toBe('new')
  })

  it('several dependencies are invalidated together, each in its namespace', async () => {
    const entries = ['a', 'b', 'c', 'd'].map((key) => [key, key] as const)
    for (const [key] of entries) await cache.set(key, key, { dependencies: [key], namespace: 'one' })
    await cache.setMany(entries, { dependencies: ['a', 'b'], namespace: 'two' })
    await cache.invalidateDependents(['a', 'b'], { namespace: 'one' })
    const keys = entries.map(([key]) => key)
    await expect(cache.getMany(keys, { namespace: 'one' })).resolves.toEqual(new Map(entries.slice(2)))
    await expect(cache.getMany(keys, { namespace: 'two' })).resolves.toEqual(new Map(entries))
    await cache.invalidateDependents(['b'], { namespace: 'two' })
    await expect(cache.getMany(keys, { namespace: 'two' })).resolves.toEqual(new Map())
  })

  it.each<[string, unknown]>([
    ['bytes', new Uint8Array([0, 1, 64, 255])],
    ['no bytes', new Uint8Array(0)],
    ['text', 'grüße'],
    ['null', null],
    ['an object', { a: [1, 2] }],
  ])('%s come back unchanged', async (_, value) => {
    await cache.set('raw:1', value, { dependencies: ['x', 'y', 'x'], raw: true })
    await expect(cache.get('raw:1', { raw: true })).resolves.toEqual(value)
  })

  it('an empty list of dependencies means none', async () => {
    await cache.set('raw:1', 'text', { dependencies: [], raw: true })
    await expect(transport.get('raw:1')).resolves.toMatchObject({ flags: 16 })
  })

  it('an evicted generation leaves no value that looks fresh, even after a new generation', async () => {
    await cache.set('page', 'old', { dependencies: ['product'] })
    await transport.delete(`lmc-dependency:${memcachedKey('product')}`)
    await expect(cache.get('page')).resolves.toBeUndefined()
    await cache.set('other', 'new', { dependencies: ['product'] })
    await expect(cache.get('page')).resolves.toBeUndefined()
    await expect(cache.get('other')).resolves.toBe('new')
  })

  it('a value that was set while its dependency was invalidated is a miss', async () => {
    await cache.set('first', 1, { dependencies: ['product'] })
    const [set] = [
      cache.set('page', 'old', { dependencies: ['product'] }),
      other.invalidateDependents(['product']),
    ]
    await set
    await other.invalidateDependents(['product'])
    await expect(cache.get('page')).resolves.toBeUndefined()
  })

  it('8 clients that create a dependency at the same time agree about it', async () => {
    const clients = Array.from({ length: 8 }, () => new MemcachedClient({ transport: environment.open() }))
    await Promise.all(clients.map((client, index) => client.set(index, index, { dependencies: ['new'] })))
    const keys = clients.map((_, index) => index)
    await expect(cache.getMany(keys)).resolves.toEqual(new Map(keys.map((key) => [key, key])))
    await cache.invalidateDependents(['new'])
    await expect(cache.getMany(keys)).resolves.toEqual(new Map())
    await Promise.all(clients.map((client) => client.close()))
  })

  it('shared dependencies have names of their own, and are dropped in all namespaces', async () => {
    await cache.set('price', 1, { namespace: 'one', sharedDependencies: ['rates'], dependencies: ['rates'] })
    await cache.set('price', 2, { namespace: 'two', sharedDependencies: ['rates', 'more'] })
    await cache.set('price', 3, { namespace: 'two', sharedDependencies: ['more'], raw: true })
    await expect(other.invalidateDependents(['rates'])).resolves.toBe(false)
    await expect(other.get('price', { namespace: 'one' })).resolves.toBe(1)
    await expect(other.invalidateDependents(['rates'], { shared: true })).resolves.toBe(true)
    await expect(cache.getMany(['price'], { namespace: 'one' })).resolves.toEqual(new Map())
    await expect(cache.get('price', { namespace: 'two' })).resolves.toBeUndefined()
    await expect(cache.get('price', { namespace: 'two', raw: true })).resolves.toBe(3)
  })

  it('invalidate({ dependencies }) is a mistake that names invalidateDependents()', async () => {
    await expect(cache.invalidate({ dependencies: ['a'] })).rejects.toThrow(
      new TypeError(
        'invalidate() takes a key; to drop what depends on something, call invalidateDependents(names)',
      ),
    )
    await cache.set({ dependencies: ['a'], more: 1 }, 3)
    await expect(cache.invalidate({ dependencies: ['a'], more: 1 })).resolves.toBe(true)
  })

  it(`a dependency of ${MANY} keys is invalidated by one delete`, async () => {
    const keys = Array.from({ length: MANY }, (_, index) => index)
    for (let at = 0; at < keys.length; at += 10_000) {
      const part = keys.slice(at, at + 10_000)
      await cache.setMany(
        part.map((key) => [key, key]),
        { dependencies: ['all'] },
      )
    }
    await expect(cache.getMany(keys.slice(0, 1000))).resolves.toHaveProperty('size', 1000)
    await cache.invalidateDependents(['all'])
    for (let at = 0; at < keys.length; at += 10_000)
      await expect(cache.getMany(keys.slice(at, at + 10_000))).resolves.toEqual(new Map())
  })

  it('a bad dependency is a mistake of the caller', async () => {
    const bad: unknown = [undefined]
    await expect(cache.set('key', 1, { dependencies: bad as CacheKey[] })).rejects.toBeInstanceOf(
      InvalidKeyError,
    )
    await expect(cache.invalidateDependents(bad as CacheKey[])).rejects.toBeInstanceOf(InvalidKeyError)
    const text: unknown = 'product'
    await expect(cache.set('key', 1, { dependencies: text as CacheKey[] })).rejects.toThrow(
      'dependencies is of type string; expected an array of cache keys',
    )
    const many = Array.from({ length: 256 }, (_, index) => index)
    await expect(cache.set('key', 1, { dependencies: many })).rejects.toBeInstanceOf(RangeError)
    await expect(cache.get('key')).resolves.toBeUndefined()
  })
})

describe('dependencies', () => {
  it('have a known format; a change of it orphans every stored item with dependencies', async () => {
    const transport = new MemoryTransport()
    const cache = new MemcachedClient({ transport })
    const digest = '188693688126b424eb89e1385eca6f01'
    const generation = Buffer.from('12345678')
    await transport.set(`lmc-dependency:${digest}`, generation)
    await cache.set('raw', 'text', { dependencies: ['cache_key'], raw: true })
    const header = [
      Buffer.from('\0lmc\x01'),
      Buffer.from([0, 0, 0, 16]),
      Buffer.from([1, 1]),
      Buffer.from(digest, 'hex'),
      generation,
      Buffer.from([0]),
    ]
    const value = new Uint8Array(Buffer.concat([...header, Buffer.from('text')]))
    await expect(transport.get('raw')).resolves.toEqual({ value, flags: 32_768 + 1 })
  })

  it('that cannot be read make a miss of their own values only, and are reported', async () => {
    const store = new MemoryStore()
    const failures: Failure[] = []
    const cache = new MemcachedClient({
      transport: new MemoryTransport({ store }),
      onFailure: (failure) => void failures.push(failure),
    })
    await cache.set('page', 1, { dependencies: ['product'] })
    await cache.set('free', 2)
    const down = new TransportError('connection', 'refused', { server: 'host:1' })
    class BlindTransport extends MemoryTransport {
      override async get(key: string, options?: CallOptions): Promise<Item | undefined> {
        if (key.startsWith('lmc-dependency:')) throw down
        return super.get(key, options)
      }
    }
    const options = {
      transport: new BlindTransport({ store }),
      onFailure: (failure: Failure): void => void failures.push(failure),
    }
    const blind = new MemcachedClient(options)
    await expect(blind.get('page')).resolves.toBeUndefined()
    await expect(blind.getMany(['page', 'free'])).resolves.toEqual(new Map([['free', 2]]))
    await expect(blind.set('page', 3, { dependencies: ['product'] })).resolves.toBeUndefined()
    await expect(blind.setMany([['page', 3]], { dependencies: ['product'] })).resolves.toEqual([undefined])
    expect(failures.map(({ operation }) => operation)).toEqual(['get', 'getMany', 'set', 'setMany'])
    const strict = new MemcachedClient({ ...options, failures: 'throw' })
    await expect(strict.get('page')).rejects.toBe(down)
    await expect(strict.set('page', 3, { dependencies: ['product'] })).rejects.toBe(down)
    await expect(cache.get('page')).resolves.toBe(1)
  })

  it('any bytes of another program behind the magic number are a reported miss, and never a crash', async () => {
    const transport = new MemoryTransport()
    const failures: Failure[] = []
    const cache = new MemcachedClient({ transport, onFailure: (failure) => void failures.push(failure) })
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 80 }), async (bytes) => {
        await transport.set('raw', Buffer.concat([Buffer.from('\0lmc'), bytes]), { flags: 32_769 })
        await expect(cache.get('raw', { raw: true })).resolves.toBeUndefined()
        await expect(cache.getMany(['raw'], { raw: true })).resolves.toEqual(new Map())
      }),
    )
    expect(failures.length).toBeGreaterThan(0)
  })

  it('a crafted item makes a read ask for at most 255 generations of each kind', async () => {
    const asked: number[] = []
    const transport = new MemoryTransport()
    const counting = forwardTo(transport, {
      getMany(keys, options) {
        asked.push(keys.length)
        return transport.getMany(keys, options)
      },
    })
    const field = (kind: number): Buffer => Buffer.concat([Buffer.from([kind, 255]), randomBytes(255 * 24)])
    const crafted = (...kinds: number[]): Buffer =>
      Buffer.concat([Buffer.from('\0lmc\x01\0\0\0\x10'), ...kinds.map(field), Buffer.from([0])])
    await transport.set('most', crafted(1, 2), { flags: 32_769 })
    await transport.set('more', crafted(1, 2, 1, 2), { flags: 32_769 })
    const cache = new MemcachedClient({ transport: counting, onFailure: () => {} })
    for (const key of ['most', 'more']) {
      await cache.getMany([key], { raw: true })
      await cache.get(key, { raw: true })
    }
    expect(asked).toEqual([1, 510, 510, 1])
  })

  it('in any interleaving no value is returned that was set before an invalidation of its dependency', async () => {
    const names = fc.subarray(['a', 'b', 'c'], { minLength: 1 })
    const operation = fc.oneof(
      { weight: 3, arbitrary: fc.record({ kind: fc.constant('set'), key: fc.nat(3), names }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('invalidate'), key: fc.nat(3), names }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('evict'), key: fc.nat(3), names }) },
    )
    const programs = fc.array(fc.array(operation, { maxLength: 10 }), { minLength: 3, maxLength: 3 })
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), programs, async (scheduler, lists) => {
        const store = new MemoryStore()
        let time = 0
        /** When each value was last read, by its number. */
        const setAt: number[] = []
        /** When the last invalidation of each name began. */
        const invalidatedAt = new Map<string, number>()
        const run = async (list: (typeof lists)[number]): Promise<void> => {
          const direct = new MemoryTransport({ store })
          const transport = new MemoryTransport({ store })
          for (const method of ['get', 'getMany', 'set', 'add', 'delete'] as const) {
            const call = async (...args: unknown[]): Promise<unknown> =>
              Reflect.apply(Reflect.get(direct, method), direct, args)
            Object.assign(transport, { [method]: scheduler.scheduleFunction(call) })
          }
          const client = new MemcachedClient({ transport })
          for (const { kind, key, names: dependencies } of list) {
            const begunAt = ++time
            if (kind === 'invalidate') {
              await client.invalidateDependents(dependencies)
              for (const name of dependencies)
                invalidatedAt.set(name, Math.max(begunAt, invalidatedAt.get(name) ?? 0))
            } else if (kind === 'set') {
              const number = setAt.push(Infinity) - 1
              await client.set(key, { number, dependencies }, { dependencies })
              setAt[number] = ++time
            } else {
              for (const name of dependencies) store.delete(`lmc-dependency:${memcachedKey(name)}`)
            }
          }
        }
        await scheduler.waitFor(Promise.all(lists.map(run)))
        const reader = new MemcachedClient({ transport: new MemoryTransport({ store }) })
        const there = await reader.getMany<{ number: number; dependencies: string[] }>([0, 1, 2, 3])
        for (const { number, dependencies } of there.values()) {
          for (const name of dependencies) expect(setAt[number]).toBeGreaterThan(invalidatedAt.get(name) ?? 0)
        }
      }),
    )
  })
})

describe('dependencies on a real memcached that loses items', () => {
  it('no value with an invalidated dependency is returned, however much was evicted', async () => {
    const server = await startMemcached({ args: ['-m', '2'] })
    const cache = new MemcachedClient({ transport: new MetaTransport({ servers: [server.address] }) })
    const filler = 'x'.repeat(20_000)
    const products = Array.from({ length: 20 }, (_, product) => product)
    const pagesOf = (product: number): [number, number][] =>
      Array.from({ length: 10 }, (_, page) => [product, page])
    // As long as the key of a generation, so that memcached evicts one to make room for the other.
    const small = Array.from(
      { length: 20_000 },
      (_, index) => `lmc-dependency:${String(index).padStart(32, '0')}`,
    )
    let [hits, misses] = [0, 0]
    for (let round = 0; round < 6; round++) {
      const fresh = new Set<number>()
      for (const product of products) {
        await cache.setMany(
          pagesOf(product).map((page) => [page, { round, filler }]),
          { dependencies: [product] },
        )
        if ((product + round) % 3 === 0) await cache.invalidateDependents([product])
        else fresh.add(product)
      }
      for (const product of products) {
        const there = await cache.getMany<{ round: number }>(pagesOf(product))
        expect([...there.values()].every((value) => value.round === round)).toBe(true)
        if (!fresh.has(product)) expect(there.size).toBe(0)
        else if (there.size === 0) misses++
        else hits++
      }
      if (round % 2 === 0)
        await cache.setMany(
          small.map((key) => [key, 1]),
          { raw: true },
        )
    }
    expect(hits).toBeGreaterThan(0)
    expect(misses).toBeGreaterThan(0)
    const [entry] = await cache.getStatistics()
    expect(Number(entry?.statistics['evictions'])).toBeGreaterThan(0)
    await cache.close()
    await server.stop()
  })
})
