import { setTimeout as sleep } from 'node:timers/promises'
import { freePort, startMemcached } from '@lmc/memcached-server'
import { forwardTo, type Transport, TransportError } from '@lmc/transport'
import { MemoryTransport } from '@lmc/transport-memory'
import { MetaTransport } from '@lmc/transport-meta'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Failure, logFailures, MemcachedClient, type Recovery } from '../../src/index.ts'

const warnings: string[] = []
const onWarning = ({ name, message }: Error): void => {
  if (name === 'LmcWarning') warnings.push(message)
}
beforeEach(() => {
  warnings.length = 0
  process.on('warning', onWarning)
})
afterEach(() => {
  process.off('warning', onWarning)
})

describe('an outage', () => {
  it('without a listener gives one warning when it begins, and one when it ends', async () => {
    const port = await freePort()
    const cache = new MemcachedClient({ transport: new MetaTransport({ servers: [`127.0.0.1:${port}`] }) })
    for (let i = 0; i < 50; i++) await cache.get(i)
    await sleep(1)
    expect(warnings).toEqual([
      expect.stringContaining(`memcached fails, and the cache goes on without it: get on 127.0.0.1:${port}`),
    ])
    const server = await startMemcached({ port })
    await expect
      .poll(
        async () => {
          await cache.get('key')
          return warnings.length
        },
        { timeout: 10_000 },
      )
      .toBe(2)
    expect(warnings[1]).toMatch(/^memcached 127\.0\.0\.1:\d+ answers again; \d+ calls have failed in \d+ s$/)
    await cache.close()
    await server.stop()
  })

  it('with a listener gives no warning, and the listener hears of its end', async () => {
    const port = await freePort()
    const failures: Failure[] = []
    const recoveries: Recovery[] = []
    const onFailure = Object.assign((failure: Failure) => failures.push(failure), {
      onRecovery: (recovery: Recovery) => recoveries.push(recovery),
    })
    const transport = new MetaTransport({ servers: [`127.0.0.1:${port}`] })
    const cache = new MemcachedClient({ transport, onFailure })
    await cache.set('key', 1)
    const server = await startMemcached({ port })
    await expect
      .poll(
        async () => {
          await cache.set('key', 1)
          return recoveries.length
        },
        { timeout: 10_000 },
      )
      .toBe(1)
    expect(recoveries[0]).toMatchObject({ server: `127.0.0.1:${port}`, failures: failures.length })
    expect(warnings).toEqual([])
    expect(cache.counters.failures).toBe(failures.length)
    await cache.close()
    await server.stop()
  })

  it('gives at most three lines of logFailures()', async () => {
    const port = await freePort()
    const lines: string[] = []
    const transport = new MetaTransport({ servers: [`127.0.0.1:${port}`] })
    const cache = new MemcachedClient({ transport, onFailure: logFailures((line) => lines.push(line)) })
    await Promise.all(Array.from({ length: 500 }, (_, key) => cache.get(key)))
    const server = await startMemcached({ port })
    await expect
      .poll(
        async () => {
          await cache.get('key')
          return lines.length
        },
        { timeout: 10_000 },
      )
      .toBe(2)
    expect(lines[1]).toContain('is back')
    await cache.close()
    await server.stop()
  })
})

/** A transport whose methods fail while `state.isDown`, as if no server answered. */
function openFailing(): { readonly transport: Transport; readonly state: { isDown: boolean } } {
  const state = { isDown: true }
  const inner = new MemoryTransport()
  const down = (): Promise<never> =>
    Promise.reject(new TransportError('connection', 'refused', { server: 'memory', command: 'any' }))
  const methods = Object.entries(forwardTo(inner, {})).filter(
    ([name, method]) => typeof method === 'function' && name !== 'serverOf' && name !== 'close',
  )
  const failing = methods.map(([name, method]: [string, (...given: unknown[]) => unknown]) => [
    name,
    (...given: unknown[]) => (state.isDown ? down() : method(...given)),
  ])
  return { transport: forwardTo(inner, Object.fromEntries(failing) as Partial<Transport>), state }
}

const methods: Readonly<Record<string, (cache: MemcachedClient) => Promise<unknown>>> = {
  get: (cache) => cache.get('a'),
  getMany: (cache) => cache.getMany(['a', 'b']),
  has: (cache) => cache.has('a'),
  hasMany: (cache) => cache.hasMany(['a', 'b']),
  set: (cache) => cache.set('a', 1),
  'set with dependencies': (cache) => cache.set('a', 1, { dependencies: ['d'] }),
  setMany: (cache) => cache.setMany([['a', 1]]),
  invalidate: (cache) => cache.invalidate('a'),
  invalidateMany: (cache) => cache.invalidateMany(['a']),
  invalidateDependents: (cache) => cache.invalidateDependents(['d']),
  invalidateNamespace: (cache) => cache.invalidateNamespace(),
  invalidateAll: (cache) => cache.invalidateAll(),
  keys: (cache) => cache.keys(),
  iterateKeys: async (cache) => {
    for await (const key of cache.iterateKeys()) expect(key).toBeDefined()
  },
  namespaces: (cache) => cache.namespaces(),
  getStatistics: (cache) => cache.getStatistics(),
}

describe('the end of an outage', () => {
  it.concurrent.each(Object.keys(methods))('is told once to who only calls %s', async (name) => {
    const call = methods[name] as (cache: MemcachedClient) => Promise<unknown>
    const { transport, state } = openFailing()
    const failures: Failure[] = []
    const recoveries: Recovery[] = []
    const onFailure = Object.assign((failure: Failure) => failures.push(failure), {
      onRecovery: (recovery: Recovery) => recoveries.push(recovery),
    })
    const cache = new MemcachedClient({ transport, trackKeys: true, rememberedInvalidations: 0, onFailure })
    await call(cache)
    expect(failures).not.toEqual([])
    state.isDown = false
    await sleep(1050)
    for (let round = 0; round < 3; round++) await call(cache)
    expect(recoveries).toEqual([expect.objectContaining({ server: 'memory', failures: failures.length })])
    await cache.close()
  })

  it('is reported for a server that is gone when another server answers', async () => {
    const inner = new MemoryTransport()
    const state = { isDiscovering: true }
    const transport = forwardTo(inner, {
      get: (key, options) =>
        state.isDiscovering
          ? Promise.reject(new TransportError('connection', 'refused', { server: 'endpoint:11211' }))
          : inner.get(key, options),
    })
    const recoveries: Recovery[] = []
    const onFailure = Object.assign(() => {}, { onRecovery: (one: Recovery) => recoveries.push(one) })
    const cache = new MemcachedClient({ transport, onFailure })
    await cache.get('a')
    state.isDiscovering = false
    await sleep(1050)
    await cache.get('a')
    expect(recoveries).toEqual([expect.objectContaining({ server: 'endpoint:11211' })])
    await cache.close()
  })
})

describe('a failure that is no outage', () => {
  it('gives one warning for each kind, without a listener', async () => {
    const inner = new MemoryTransport()
    const refuse = (code: 'server' | 'value-too-large') => (): Promise<never> =>
      Promise.reject(new TransportError(code, 'not now', { server: 'memory', command: code }))
    const transport = forwardTo(inner, { set: refuse('value-too-large'), delete: refuse('server') })
    const cache = new MemcachedClient({ transport, rememberedInvalidations: 0 })
    for (let round = 0; round < 3; round++) {
      await cache.set('a', 1)
      await cache.invalidate('a')
    }
    await sleep(1)
    const hint = 'set onFailure to hear of each failure'
    expect(warnings).toEqual([
      `set: value-too-large on memory: not now; ${hint}`,
      `invalidate: server on memory: not now; ${hint}`,
    ])
    await cache.close()
  })
})

describe('an onFailure that fails', () => {
  const unreadable = Object.defineProperty(new Error('x'), 'message', {
    get: () => {
      throw new Error('unreadable')
    },
  })
  const unnamed: PromiseLike<never> = {
    // oxlint-disable-next-line unicorn/no-thenable -- like the promises of other libraries and realms
    then: (_, reject) => {
      reject?.(new Error('of another realm'))
      return unnamed
    },
  }
  it.each<[string, () => unknown, string]>([
    ['throws an error that cannot be read', () => Promise.reject(unreadable), 'cannot be read'],
    ['rejects by a promise that is none of ours', () => unnamed, 'of another realm'],
  ])('and %s is a warning', async (_, onFailure, said) => {
    const { transport } = openFailing()
    const cache = new MemcachedClient({ transport, onFailure })
    await expect(cache.get('a')).resolves.toBeUndefined()
    await sleep(1)
    expect(warnings).toEqual([expect.stringContaining(said)])
    await cache.close()
  })
})
