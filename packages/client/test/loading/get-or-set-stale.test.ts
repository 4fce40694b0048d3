import { setTimeout as sleep } from 'node:timers/promises'
import type { Transport } from '@lmc/transport'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Failure, type LoadContext, LoadError, MemcachedClient } from '../../src/index.ts'
import { type Environment, environments } from '../environments.ts'
import { caughtUp } from './caught-up.ts'
import { createGate } from './gate.ts'
import { setAged } from './set-aged.ts'

const STALE = { freshFor: -1000 }
const options = { lifetime: 60, staleFor: 60 }

describe.each(environments)('getOrSet of a stale value over $name', ({ start }) => {
  let environment: Environment
  let transport: Transport
  let cache: MemcachedClient
  let other: MemcachedClient
  let failures: Failure[]

  beforeAll(async () => {
    environment = await start()
  })
  beforeEach(async () => {
    failures = []
    const onFailure = (failure: Failure): void => void failures.push(failure)
    transport = environment.open()
    cache = new MemcachedClient({ transport, onFailure })
    other = new MemcachedClient({ transport: environment.open(), onFailure })
    await cache.invalidateAll()
  })
  afterEach(async () => {
    await Promise.all([cache.close(), other.close()])
  })
  afterAll(() => environment.stop())

  it('returns the fresh value, then the stale one during one load, then the new one', async () => {
    let loads = 0
    const load = async (): Promise<number> => ++loads
    await cache.getOrSet('key', load, { lifetime: 1, staleFor: 60 })
    await expect(other.getOrSet('key', load, options)).resolves.toBe(1)
    await sleep(1100)
    await expect(other.getOrSet('key', load, options)).resolves.toBe(1)
    await vi.waitFor(() => expect(other.get('key')).resolves.toBe(2))
    expect(loads).toBe(2)
    expect(other.counters).toMatchObject({ stale: 1, loads: 1, stored: 1 })
    expect(failures).toEqual([])
  })

  it('a call after an invalidation gets no value whose load began before, though the stale value has no dependency', async () => {
    await setAged(transport, 'key', 'old', STALE)
    const gate = createGate()
    const late = { ...options, dependencies: ['d'], timeout: 20_000 }
    const first = cache.getOrSet('key', async () => (await gate.opened, 'before'), late)
    await gate.reached
    await other.invalidateDependents(['d'])
    const second = cache.getOrSet('key', () => 'after', late)
    await sleep(100)
    gate.open()
    await expect(first).resolves.toBe('before')
    await expect(second).resolves.toBe('after')
    expect(failures).toEqual([])
  })

  it('a call during a load that depends on the same as the stale value waits for that load', async () => {
    const dependent = { ...options, dependencies: ['d'], sharedDependencies: ['s'] }
    await cache.getOrSet('key', () => 'old', { ...dependent, lifetime: 1 })
    await sleep(1100)
    const gate = createGate()
    const late = { ...dependent, timeout: 20_000 }
    const first = cache.getOrSet('key', async () => (await gate.opened, 'new'), late)
    await gate.reached
    const second = cache.getOrSet('key', () => 'a second load', late)
    await sleep(100)
    gate.open()
    await expect(Promise.all([first, second])).resolves.toEqual(['new', 'new'])
  })

  it('a stale value is gone at the end of staleFor', async () => {
    await cache.getOrSet('key', () => 1, { lifetime: 1, staleFor: 1 })
    await Promise.all([sleep(2100), environment.elapse(3)])
    await expect(cache.getOrSet('key', () => 2, options)).resolves.toBe(2)
  })

  it('50 callers of two clients get the stale value at once, and there is one load', async () => {
    await setAged(transport, 'key', 'old', STALE)
    const gate = createGate()
    let loads = 0
    const load = async (): Promise<string> => (loads++, await gate.opened, 'new')
    const callers = [cache, other].flatMap((client) =>
      Array.from({ length: 25 }, () => client.getOrSet('key', load, options)),
    )
    expect(new Set(await Promise.all(callers))).toEqual(new Set(['old']))
    await gate.reached
    await expect(other.getOrSet('key', load, options)).resolves.toBe('old')
    gate.open()
    await vi.waitFor(() => expect(other.get('key')).resolves.toBe('new'))
    expect(loads).toBe(1)
    expect(cache.counters.stale + other.counters.stale).toBe(51)
    expect(failures).toEqual([])
  })

  it('a failed load leaves the stale value, is reported once, and is not retried before the lease is over', async () => {
    await setAged(transport, 'key', 'old', STALE)
    const down = new Error('the database is down')
    let loads = 0
    const load = (): never => {
      loads++
      throw down
    }
    const patient = { ...options, lease: '1h' } as const
    for (let count = 0; count < 30; count++) {
      await expect(cache.getOrSet('key', load, patient)).resolves.toBe('old')
      await expect(other.getOrSet('key', load, patient)).resolves.toBe('old')
      await sleep(20)
    }
    expect(loads).toBe(1)
    expect(failures).toMatchObject([
      { operation: 'load', key: 'key', error: { code: 'load-failed', cause: down } },
    ])
    expect(failures[0]?.error).toBeInstanceOf(LoadError)
  })

  it('a failed load is retried when its lease is over', async () => {
    await setAged(transport, 'key', 'old', STALE)
    let loads = 0
    const load = (): string => {
      if (++loads === 1) throw new Error('once')
      return 'new'
    }
    await vi.waitFor(
      async () => {
        await environment.elapse(0.1)
        expect(await cache.getOrSet('key', load, { ...options, lease: 1 })).toBe('new')
      },
      { timeout: 10_000, interval: 100 },
    )
    expect(loads).toBe(2)
  })

  it('an invalidation during the renewal wins', async () => {
    await setAged(transport, 'key', 'old', STALE)
    const gate = createGate()
    await cache.getOrSet('key', () => gate.opened.then(() => 'too late'), options)
    await gate.reached
    await other.invalidate('key')
    // A call from now on gets neither the stale value nor the value of the running load.
    await expect(cache.getOrSet('key', () => 'new', options)).resolves.toBe('new')
    const stores = vi.spyOn(transport, 'compareAndSet')
    gate.open()
    await vi.waitFor(() => expect(stores).toHaveBeenCalledTimes(1))
    await expect(cache.get('key')).resolves.toBe('new')
    expect(failures).toEqual([])
  })

  it('a set during the renewal wins', async () => {
    await setAged(transport, 'key', 'old', STALE)
    const gate = createGate()
    await cache.getOrSet('key', () => gate.opened.then(() => 'too late'), options)
    await gate.reached
    await other.set('key', 'set')
    const stores = vi.spyOn(transport, 'compareAndSet')
    gate.open()
    await vi.waitFor(() => expect(stores).toHaveBeenCalledTimes(1))
    await expect(cache.get('key')).resolves.toBe('set')
  })

  it('a stale value with an invalidated dependency is not returned', async () => {
    const named = { ...options, lifetime: 1, dependencies: ['product:7'] }
    await cache.getOrSet('key', () => 'old', named)
    await sleep(1100)
    await other.invalidateDependents(['product:7'])
    await expect(cache.getOrSet('key', () => 'new', named)).resolves.toBe('new')
  })

  it('with a timeout a caller gets the new value in time, or else the stale one while the load goes on', async () => {
    await setAged(transport, 'key', 'old', STALE)
    await setAged(transport, 'slow', 'old', STALE)
    const waiting = { ...options, timeout: 10_000 }
    await expect(cache.getOrSet('key', () => sleep(20).then(() => 'new'), waiting)).resolves.toBe('new')
    const gate = createGate()
    const load = (): Promise<string> => gate.opened.then(() => 'new')
    const waited = [cache, other].map((client) => client.getOrSet('slow', load, { ...options, timeout: 50 }))
    await expect(Promise.all(waited)).resolves.toEqual(['old', 'old'])
    const patient = [cache, other].map((client) => client.getOrSet('slow', load, waiting))
    await caughtUp('slow', cache, other)
    gate.open()
    await expect(Promise.all(patient)).resolves.toEqual(['new', 'new'])
    expect(cache.counters.loads + other.counters.loads).toBe(2)
  })

  it('with a timeout a caller gets the stale value when the load fails', async () => {
    await setAged(transport, 'key', 'old', STALE)
    const load = (): Promise<string> => Promise.reject(new Error('the database is down'))
    await expect(cache.getOrSet('key', load, { ...options, timeout: 10_000 })).resolves.toBe('old')
    expect(failures).toMatchObject([{ error: { code: 'load-failed' } }])
  })

  it('a caller that aborts during the renewal leaves the load running', async () => {
    await setAged(transport, 'key', 'old', STALE)
    const gate = createGate()
    const controller = new AbortController()
    const { signal } = controller
    const load = (): Promise<string> => gate.opened.then(() => 'new')
    const call = cache.getOrSet('key', load, { ...options, timeout: 10_000, signal })
    await gate.reached
    controller.abort(new Error('enough'))
    await expect(call).rejects.toThrow('enough')
    gate.open()
    await vi.waitFor(() => expect(other.get('key')).resolves.toBe('new'))
  })

  it('the load gets the stale value', async () => {
    await setAged(transport, 'key', { etag: 1 }, STALE)
    const load = vi.fn(({ stale }: LoadContext<unknown>) => ({ etag: 2, stale }))
    await cache.getOrSet('key', load, { ...options, timeout: 10_000 })
    await expect(other.get('key')).resolves.toEqual({ etag: 2, stale: { etag: 1 } })
    await expect(cache.getOrSet('none', ({ stale }) => stale ?? null)).resolves.toBeNull()
  })

  it('a renewal to undefined drops the stale value', async () => {
    await setAged(transport, 'key', 'old', STALE)
    await expect(cache.getOrSet('key', () => undefined, options)).resolves.toBe('old')
    await vi.waitFor(() => expect(cache.getOrSet('key', () => 'again')).resolves.toBe('again'))
    expect(failures).toEqual([])
  })

  it('a value is reloaded once before its end, and all callers get the fresh one meanwhile', async () => {
    await setAged(transport, 'key', 'old', { freshFor: 60_000, refreshIn: -1 })
    const gate = createGate()
    let loads = 0
    const load = async (): Promise<string> => (loads++, await gate.opened, 'new')
    const ahead = { lifetime: 60, refreshAhead: 30 }
    const callers = [cache, other].flatMap((client) =>
      Array.from({ length: 25 }, () => client.getOrSet('key', load, ahead)),
    )
    expect(new Set(await Promise.all(callers))).toEqual(new Set(['old']))
    await expect(other.get('key')).resolves.toBe('old')
    await gate.reached
    gate.open()
    await vi.waitFor(() => expect(other.get('key')).resolves.toBe('new'))
    expect(loads).toBe(1)
    expect(cache.counters.hits).toBe(25)
  })

  it('the moment of the reload is random, between refreshAhead and half of it before the end', async () => {
    const moments: number[] = []
    for (let count = 0; count < 20; count++) {
      await cache.getOrSet('key', () => count, { raw: true, fresh: true, lifetime: 100, refreshAhead: 40 })
      const item = await transport.get('key')
      const bytes = Buffer.from(item?.value ?? [])
      // The bytes behind the magic number, the flags and the number of the field.
      moments.push(bytes.readUIntBE(10, 6) - bytes.readUIntBE(16, 6))
    }
    expect(Math.min(...moments)).toBeGreaterThanOrEqual(20_000 - 1)
    expect(Math.max(...moments)).toBeLessThanOrEqual(40_000)
    expect(new Set(moments).size).toBeGreaterThan(1)
  })

  it('a closed client lets others renew the stale value at once', async () => {
    await setAged(transport, 'key', 'old', STALE)
    const gate = createGate()
    const closing = new MemcachedClient({ transport: environment.open() })
    let signal: AbortSignal | undefined
    const load = (context: LoadContext<unknown>): Promise<string> => {
      signal = context.signal
      return gate.opened.then(() => 'too late')
    }
    await closing.getOrSet('key', load, options)
    await gate.reached
    await closing.close()
    expect(signal?.aborted).toBe(true)
    await cache.getOrSet('key', () => 'new', options)
    await vi.waitFor(() => expect(cache.get('key')).resolves.toBe('new'))
  })
})
