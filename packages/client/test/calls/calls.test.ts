import { tracingChannel } from 'node:diagnostics_channel'
import { MemoryTransport } from '@lmc/transport-memory'
import { forwardTo, TransportError } from '@lmc/transport'
import { afterEach, describe, expect, it } from 'vitest'
import { CALL_CHANNEL, type CallTrace, MemcachedClient } from '../../src/index.ts'

const down = new TransportError('connection', 'refused', { server: 'memory' })

describe('counters', () => {
  it('count hits, misses, what was stored and dropped, and failures', async () => {
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

  it('tells of each call, with counts and without values or keys', async () => {
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

  it('tells of failures and mistakes', async () => {
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
})
