import { AsyncLocalStorage } from 'node:async_hooks'
import { tracingChannel } from 'node:diagnostics_channel'
import { MemoryTransport } from '@lmc/transport-memory'
import { forwardTo, TransportError } from '@lmc/transport'
import { afterEach, describe, expect, it, onTestFinished } from 'vitest'
import { CALL_CHANNEL, type CallTrace, type Failure, MemcachedClient } from '../../src/index.ts'

const down = new TransportError('connection', 'refused', { server: 'memory' })

describe('counters', () => {
  it('count hits, misses, stored and dropped values, and failures', async () => {
    const memory = new MemoryTransport()
    const transport = forwardTo(memory, {
      get: (key, options) => (key === 'down' ? Promise.reject(down) : memory.get(key, options)),
    })
    const cache = new MemcachedClient({ transport, onFailure: () => {} })
    await cache.set('a', 1)
    await cache.setMany([
      ['b', 2],
      ['c', 3],
    ])
    await cache.get('a')
    await cache.get('nothing')
    await cache.getMany(['a', 'b', 'nothing'])
    await cache.get('down', { raw: true })
    await cache.invalidate('a')
    await cache.invalidate('a')
    await cache.invalidateMany(['b', 'c', 'nothing'])
    expect(cache.counters).toEqual({
      hits: 3,
      misses: 2,
      stale: 0,
      loads: 0,
      stored: 3,
      invalidated: 3,
      failures: 1,
    })
  })
})

describe(CALL_CHANNEL, () => {
  const channel = tracingChannel(CALL_CHANNEL)
  const ended: CallTrace[] = []
  const failed: CallTrace[] = []
  const subscribers = {
    start: () => {},
    end: () => {},
    asyncStart: () => {},
    asyncEnd: (call: unknown) => void ended.push(call as CallTrace),
    error: (call: unknown) => void failed.push(call as CallTrace),
  }
  afterEach(() => {
    channel.unsubscribe(subscribers)
    ended.length = failed.length = 0
  })

  it('has each call, with counts and without values or keys', async () => {
    channel.subscribe(subscribers)
    const cache = new MemcachedClient({ transport: new MemoryTransport() })
    await cache.set('secret-key', 'secret-value', { namespace: 'n' })
    await expect(cache.get('secret-key', { namespace: 'n' })).resolves.toBe('secret-value')
    await cache.getMany(['secret-key', 'other'], { namespace: 'n' })
    expect(ended).toMatchObject([
      { operation: 'set', namespace: 'n', keys: 1, stored: 1 },
      { operation: 'get', namespace: 'n', keys: 1, hits: 1, misses: 0 },
      { operation: 'getMany', namespace: 'n', keys: 2, hits: 1, misses: 1, cacheKeys: undefined },
    ])
    expect(JSON.stringify(ended)).not.toContain('secret')
    expect(failed).toEqual([])
  })

  it('has the cache keys on request', async () => {
    channel.subscribe(subscribers)
    const cache = new MemcachedClient({ transport: new MemoryTransport(), traceKeys: true })
    await cache.get({ user: 7 })
    await cache.getMany(['a', 'b'])
    expect(ended.map(({ cacheKeys }) => cacheKeys)).toEqual([[{ user: 7 }], ['a', 'b']])
  })

  it('has failures and mistakes', async () => {
    channel.subscribe(subscribers)
    const transport = forwardTo(new MemoryTransport(), { get: () => Promise.reject(down) })
    const cache = new MemcachedClient({ transport, onFailure: () => {} })
    await cache.get('key')
    await expect(cache.set('key', undefined)).rejects.toThrow('Cannot store undefined')
    expect(failed).toMatchObject([
      { operation: 'get', failures: 1, error: down },
      { operation: 'set', failures: 0, error: { name: 'CodecError' } },
    ])
    expect(ended).toHaveLength(2)
  })

  it.each([
    [
      'throws',
      () => {
        throw new RangeError('mine')
      },
    ],
    [
      'rejects',
      async () => {
        throw new RangeError('mine')
      },
    ],
  ])('has an update whose function %s', async (_, change) => {
    channel.subscribe(subscribers)
    const cache = new MemcachedClient({ transport: new MemoryTransport() })
    await expect(cache.update('key', change)).rejects.toThrow('mine')
    expect(failed).toMatchObject([{ operation: 'update', failures: 0, error: { name: 'RangeError' } }])
  })

  it('names the server of the keys, with any namespace, raw or not', async () => {
    channel.subscribe(subscribers)
    const memory = new MemoryTransport()
    const serverOf = (key: string): string => (key.endsWith('1') ? 'one' : 'two')
    const transport = forwardTo(memory, { serverOf, servers: ['one', 'two'], flush: () => memory.flush() })
    const cache = new MemcachedClient({ transport, defaultNamespace: 'n' })
    const [one, two] = ['one', 'two'].map((server) =>
      Array.from({ length: 100 }, (_, key) => key).filter(
        (key) => serverOf(cache.memcachedKey(key)) === server,
      ),
    ) as [number[], number[]]
    await cache.get(one[0] as number)
    await cache.get(two[0] as number)
    await cache.get('x1', { raw: true })
    await cache.getOrSet('x2', () => 1, { raw: true })
    await cache.getMany(one.slice(0, 3))
    await cache.getMany([one[0] as number, two[0] as number])
    await cache.setMany([['x1', 1, { raw: true }]])
    await cache.invalidateDependents(['x1'])
    await cache.invalidateAll()
    await cache.getMany([])
    await expect(cache.get(Number.NaN)).rejects.toThrow('key')
    await cache.close()
    const seen = ended.map(({ operation, server }) => [operation, server])
    expect(seen.filter(([operation]) => operation !== 'load')).toEqual([
      ['get', 'one'],
      ['get', 'two'],
      ['get', 'one'],
      ['getOrSet', 'two'],
      ['getMany', 'one'],
      ['getMany', undefined],
      ['setMany', undefined],
      ['invalidateDependents', undefined],
      ['invalidateAll', undefined],
      ['getMany', undefined],
      ['get', undefined],
    ])
    expect(seen).toContainEqual(['load', 'two'])
  })

  it('names the only server of a call without keys', async () => {
    channel.subscribe(subscribers)
    const transport = new MemoryTransport()
    await new MemcachedClient({ transport }).invalidateAll()
    expect(ended).toMatchObject([{ operation: 'invalidateAll' }])
    expect(ended[0]?.server).toBe(transport.servers[0])
  })

  it('lets a subscriber run the call in a context, with the load of getOrSet', async () => {
    const store = new AsyncLocalStorage<string>()
    const start = (call: unknown): void => {
      const traced = call as CallTrace
      traced.runIn((run) => store.run(`${store.getStore() ?? 'outside'} > ${traced.operation}`, run))
      traced.runIn((run) => store.run(store.getStore() ?? 'around', run))
    }
    const both = { ...subscribers, start }
    channel.subscribe(both)
    onTestFinished(() => channel.unsubscribe(both))
    const cache = new MemcachedClient({ transport: new MemoryTransport() })
    const loaded = await cache.getOrSet('key', () => store.getStore())
    const updated = await cache.update('other', () => store.getStore())
    expect(loaded).toBe('around > getOrSet > load')
    expect(updated).toBe('around > update')
    expect(store.getStore()).toBeUndefined()
  })

  it('has the namespace of a load, also the default one', async () => {
    channel.subscribe(subscribers)
    const failures: Failure[] = []
    const transport = forwardTo(new MemoryTransport(), { add: () => Promise.reject(down) })
    const cache = new MemcachedClient({
      transport,
      defaultNamespace: 'shop',
      onFailure: (failure) => failures.push(failure),
    })
    await cache.getOrSet('key', () => 1)
    await cache.getOrSet('key', () => 1, { namespace: 'own' })
    await cache.close()
    const loads = ended.filter(({ operation }) => operation === 'load')
    expect(loads.map(({ namespace }) => namespace)).toEqual(['shop', 'own'])
    expect(failures.map(({ namespace }) => namespace)).toEqual(['shop', 'own'])
  })
})
