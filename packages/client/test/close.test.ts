import { setTimeout as sleep } from 'node:timers/promises'
import { MemoryTransport } from '@lmc/transport-memory'
import { MetaTransport } from '@lmc/transport-meta'
import { startMemcached } from '@lmc/memcached-server'
import { FaultProxy } from '@lmc/transport-tests/faults'
import { forwardTo, TransportError } from '@lmc/transport'
import { describe, expect, it } from 'vitest'
import { type Failure, LostInvalidationsError, MemcachedClient } from '../src/index.ts'

describe('close', () => {
  it('takes at most two timeouts, with 10,000 pending invalidations and a silent server', async () => {
    const server = await startMemcached()
    const proxy = await FaultProxy.start(server.port)
    const failures: Failure[] = []
    const timeout = 1000
    const transport = new MetaTransport({ servers: [proxy.address], timeout, connectTimeout: timeout })
    const cache = new MemcachedClient({
      transport,
      trackKeys: true,
      onFailure: (failure) => void failures.push(failure),
    })
    await cache.set('warm', 1)
    await proxy.play({ requests: [{ do: 'hold' }] })
    await cache.invalidateMany(Array.from({ length: 10_000 }, (_, key) => key))
    await cache.invalidateNamespace()
    await cache.invalidateAll()
    const begunAt = performance.now()
    await cache.close()
    expect(performance.now() - begunAt).toBeLessThan(2 * timeout + 500)
    const lost = failures.map(({ error }) => error).filter((error) => error instanceof LostInvalidationsError)
    expect(
      lost.filter(({ what }) => what === 'keys').flatMap(({ names }) => names).length,
    ).toBeGreaterThanOrEqual(10_000)
    expect(lost.map(({ what }) => what)).toContain('servers')
    await proxy.stop()
    await server.stop()
  })

  it('retries few of 20,000 pending invalidations when the server is silent', async () => {
    const server = 'memory'
    let tries = 0
    const transport = forwardTo(new MemoryTransport(), {
      delete: async () => {
        tries++
        await sleep(200)
        throw new TransportError('timeout', 'no answer', { server })
      },
    })
    const lost: LostInvalidationsError[] = []
    const onFailure = ({ error }: Failure): void => {
      if (error instanceof LostInvalidationsError) lost.push(error)
    }
    const cache = new MemcachedClient({ transport, rememberedInvalidations: 20_000, onFailure })
    await cache.invalidateMany(Array.from({ length: 20_000 }, (_, key) => key))
    tries = 0
    await cache.close()
    expect(tries).toBeLessThan(50)
    expect(lost.map(({ names }) => names.length)).toEqual([20_000])
  })

  it('retries all of 6,000 pending invalidations when the server is back', async () => {
    // They take three portions. close() begins no portion after half a second, and the machine may be busy.
    const state = { isDown: true }
    const inner = new MemoryTransport()
    const transport = forwardTo(inner, {
      delete: async (key, options) => {
        if (state.isDown) throw new TransportError('connection', 'refused', { server: 'memory' })
        return inner.delete(key, options)
      },
    })
    const failures: Failure[] = []
    const onFailure = (failure: Failure): void => void failures.push(failure)
    const cache = new MemcachedClient({ transport, rememberedInvalidations: 6000, onFailure })
    await cache.invalidateMany(Array.from({ length: 6000 }, (_, key) => key))
    state.isDown = false
    await cache.close()
    expect(failures.filter(({ error }) => error instanceof LostInvalidationsError)).toEqual([])
  })

  it('closes the transport although a last retry would never settle', async () => {
    const memory = new MemoryTransport()
    const down = new TransportError('connection', 'refused')
    const cache = new MemcachedClient({
      transport: forwardTo(memory, { delete: () => Promise.reject(down) }),
      onFailure: () => {},
    })
    await cache.invalidate('key')
    await cache.close()
    await expect(memory.get('key')).rejects.toMatchObject({ code: 'closed' })
    await expect(cache.close()).resolves.toBeUndefined()
  })
})
