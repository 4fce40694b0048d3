import { startMemcached } from '@lmc/memcached-server'
import { memcachedKey } from '@lmc/keys'
import { forwardTo, type Transport, TransportError } from '@lmc/transport'
import { MemoryStore, MemoryTransport } from '@lmc/transport-memory'
import { describe, expect, it, vi } from 'vitest'
import { type Failure, MemcachedClient, type MemcachedClientOptions } from '../../src/index.ts'
import { networkTransports } from '../environments.ts'
import { createGate } from './gate.ts'
import { setAged } from './set-aged.ts'

const down = new TransportError('connection', 'refused', { server: 'memory' })

/** A transport whose methods of these names fail while `isDown` is set. */
function createFlaky(store: MemoryStore, names: readonly (keyof Transport)[]) {
  const inner = new MemoryTransport({ store })
  const state = { isDown: true }
  const overrides = names.map((name) => {
    const method = Reflect.get(inner, name) as (...args: unknown[]) => Promise<unknown>
    return [name, (...args: unknown[]) => (state.isDown ? Promise.reject(down) : method.apply(inner, args))]
  })
  return { state, transport: forwardTo(inner, Object.fromEntries(overrides) as Partial<Transport>) }
}

const ALL: readonly (keyof Transport)[] = [
  'get',
  'gets',
  'getMany',
  'add',
  'set',
  'delete',
  'compareAndSet',
  'compareAndDelete',
]

function createCache(transport: Transport, options: Partial<MemcachedClientOptions> = {}) {
  const failures: Failure[] = []
  const onFailure = (failure: Failure): void => void failures.push(failure)
  return { failures, cache: new MemcachedClient({ transport, onFailure, ...options }) }
}

describe('getOrSet while memcached fails', () => {
  it('loads, returns the loaded value, and reports the failure once for each caller', async () => {
    const { transport } = createFlaky(new MemoryStore(), ALL)
    const { cache, failures } = createCache(transport)
    let loads = 0
    const load = async (): Promise<number> => ++loads
    const callers = Array.from({ length: 10 }, () => cache.getOrSet('key', load))
    expect(new Set(await Promise.all(callers))).toEqual(new Set([1]))
    expect(failures.map(({ operation }) => operation)).toEqual(callers.map(() => 'getOrSet'))
    expect(cache.counters).toMatchObject({ hits: 0, misses: 10, loads: 1, stored: 0, failures: 10 })
  })

  it('getOrSetMany does the same', async () => {
    const { transport } = createFlaky(new MemoryStore(), ALL)
    const { cache, failures } = createCache(transport)
    const load = (keys: readonly string[]): [string, number][] => keys.map((key) => [key, key.length])
    await expect(cache.getOrSetMany(['a', 'bb'], load)).resolves.toEqual(
      new Map([
        ['a', 1],
        ['bb', 2],
      ]),
    )
    expect(failures.map(({ operation }) => operation)).toEqual(['getOrSetMany'])
  })

  it("rejects without a load with failures: 'throw'", async () => {
    const { transport } = createFlaky(new MemoryStore(), ALL)
    const { cache, failures } = createCache(transport, { failures: 'throw' })
    const load = vi.fn(() => 1)
    await expect(cache.getOrSet('key', load)).rejects.toBe(down)
    await expect(cache.getOrSetMany(['key'], () => [['key', load()]])).rejects.toBe(down)
    expect(load).not.toHaveBeenCalled()
    expect(failures).toHaveLength(2)
  })

  it.each(['add', 'gets', 'compareAndSet'] as const)(
    'where %s fails, the value is given under both policies, and the failure is reported',
    async (name) => {
      for (const policy of ['miss', 'throw'] as const) {
        const store = new MemoryStore()
        const { transport } = createFlaky(store, [name])
        const { cache, failures } = createCache(transport, { failures: policy })
        await expect(cache.getOrSet('key', () => 1)).resolves.toBe(1)
        expect(failures.length).toBeGreaterThan(0)
        for (const failure of failures)
          expect(failure).toMatchObject({ operation: 'load', key: 'key', error: { code: 'connection' } })
      }
    },
  )

  it('a lease with an unknown outcome makes no call wait, and stores nothing', async () => {
    const store = new MemoryStore()
    const inner = new MemoryTransport({ store })
    const transport = forwardTo(inner, {
      add: async (key, value, options) => {
        await inner.add(key, value, options)
        throw down
      },
    })
    const { cache } = createCache(transport)
    const { cache: other } = createCache(new MemoryTransport({ store }))
    await expect(cache.getOrSet('key', () => 'not stored')).resolves.toBe('not stored')
    await vi.waitFor(() => expect(other.getOrSet('key', () => 'stored')).resolves.toBe('stored'))
  })

  it('a stale value is renewed even when the permit cannot be stored', async () => {
    const store = new MemoryStore()
    const { transport } = createFlaky(store, ['add'])
    const { cache, failures } = createCache(transport)
    await setAged(transport, 'key', 'old', { freshFor: -1000 })
    await expect(cache.getOrSet('key', () => 'new', { staleFor: 60 })).resolves.toBe('old')
    await vi.waitFor(() => expect(cache.get('key')).resolves.toBe('new'))
    expect(failures).toMatchObject([{ operation: 'load', error: { code: 'connection' } }])
  })

  it('a client with a failed invalidation of the key does not join a load that began before', async () => {
    const store = new MemoryStore()
    for (const drop of [
      (cache: MemcachedClient) => cache.invalidate('key'),
      (cache: MemcachedClient) => cache.invalidateMany(['key']),
      (cache: MemcachedClient) => cache.invalidateDependents(['product:7']),
      (cache: MemcachedClient) => cache.invalidateAll(),
    ]) {
      const { transport, state } = createFlaky(store, [...ALL, 'flush'])
      state.isDown = false
      const { cache } = createCache(transport)
      const gate = createGate()
      const options = { dependencies: ['product:7'], fresh: true }
      const old = cache.getOrSet('key', () => gate.opened.then(() => 'old'), options)
      await gate.reached
      state.isDown = true
      const shared = cache.getOrSet('key', () => 'not loaded', { dependencies: ['product:7'] })
      await vi.waitFor(() => expect(cache.counters.failures).toBeGreaterThan(0))
      await drop(cache)
      await expect(cache.getOrSet('key', () => 'new')).resolves.toBe('new')
      gate.open()
      await expect(Promise.all([old, shared])).resolves.toEqual(['old', 'old'])
      state.isDown = false
      await vi.waitFor(() => expect(cache.get('key')).resolves.not.toBe('old'))
      await cache.close()
    }
  })

  it('the error of a load is not changed, even if it looks like a failure of this cache', async () => {
    for (const policy of ['miss', 'throw'] as const) {
      const { cache, failures } = createCache(new MemoryTransport(), { failures: policy })
      const thrown = new TransportError('connection', 'another cache')
      await expect(cache.getOrSet('key', () => Promise.reject(thrown))).rejects.toBe(thrown)
      await expect(cache.getOrSetMany(['key'], () => Promise.reject(thrown))).rejects.toBe(thrown)
      expect(failures).toEqual([])
      expect(cache.counters).toMatchObject({ misses: 2, loads: 2, failures: 0 })
    }
  })

  it('an item of another program is replaced by the loaded value, and reported', async () => {
    const transport = new MemoryTransport()
    const { cache, failures } = createCache(transport)
    await transport.set(memcachedKey('odd'), Buffer.from('{'), { flags: 48 })
    await transport.set(memcachedKey('odder'), Buffer.from('\0lmc\x02...........'), { flags: 32_769 })
    for (const key of ['odd', 'odder']) {
      await expect(cache.getOrSet(key, () => 1)).resolves.toBe(1)
      await expect(cache.get(key)).resolves.toBe(1)
    }
    const codes = failures.map(({ error }) => ('code' in error ? error.code : undefined))
    expect(new Set(codes)).toEqual(new Set(['malformed']))
  })
})

describe.each(networkTransports)('getOrSet over $name, on a server without compare-and-set', ({ open }) => {
  it('loads once, stores, and loses to an invalidation', async () => {
    const server = await startMemcached({ args: ['-C'] })
    const failures: Failure[] = []
    const onFailure = (failure: Failure): void => void failures.push(failure)
    const clients = [1, 2, 3].map(() => new MemcachedClient({ transport: open([server.address]), onFailure }))
    const [cache, other] = clients as [MemcachedClient, MemcachedClient]
    const gate = createGate()
    let loads = 0
    const load = async (): Promise<number> => (loads++, await gate.opened, loads)
    const calls = clients.map((client) => client.getOrSet('key', load))
    await gate.reached
    gate.open()
    await expect(Promise.all(calls)).resolves.toEqual([1, 1, 1])
    await expect(other.get('key')).resolves.toBe(1)

    const late = createGate()
    const call = cache.getOrSet('key', () => late.opened.then(() => 'old'), { fresh: true })
    await late.reached
    await other.invalidate('key')
    late.open()
    await expect(call).resolves.toBe('old')
    await expect(other.get('key')).resolves.toBeUndefined()
    await expect(cache.getOrSet('key', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    await expect(other.getOrSet('key', () => 'again')).resolves.toBe('again')
    expect(failures).toEqual([])
    await Promise.all(clients.map((client) => client.close()))
    await server.stop()
  })
})
