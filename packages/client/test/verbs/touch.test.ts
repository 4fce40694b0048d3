import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { NO_GENERATIONS, readHeader } from '../../src/header/item-header.ts'
import { type Failure, MemcachedClient } from '../../src/index.ts'
import { type Environment, environments } from '../environments.ts'
import { plant, standIns } from './stand-ins.ts'

describe.each(environments)('touch over $name', ({ start }) => {
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

  it('gives values another lifetime, longer, shorter and for ever, with and without dependencies', async () => {
    for (const dependencies of [[], ['x']]) {
      const set = (key: string, lifetime: number): Promise<unknown> =>
        cache.set(key, key, { lifetime, dependencies })
      await Promise.all([set('longer', 2), set('shorter', 60), set('for ever', 2), set('untouched', 2)])
      await expect(cache.touch('longer', '1m')).resolves.toBe(true)
      await expect(cache.touch('shorter', 2)).resolves.toBe(true)
      await expect(cache.touch('for ever', 0)).resolves.toBe(true)
      await environment.elapse(3)
      await expect(cache.hasMany(['longer', 'shorter', 'for ever', 'untouched'])).resolves.toEqual(
        new Set(['longer', 'for ever']),
      )
      await expect(cache.get('longer')).resolves.toBe('longer')
      await expect(cache.touch('untouched', 60)).resolves.toBe(false)
    }
    await cache.invalidateDependents(['x'])
    await expect(cache.hasMany(['longer', 'for ever'])).resolves.toEqual(new Set())
  })

  it.each(standIns)('%s is no value, and stays unchanged', async (_, header) => {
    const memcachedKey = cache.memcachedKey('key')
    await plant(cache.transport, memcachedKey, header)
    const before = await cache.transport.gets(memcachedKey)
    await expect(cache.touch('key', 3600)).resolves.toBe(false)
    await expect(cache.transport.gets(memcachedKey)).resolves.toEqual(before)
  })

  it('a value with staleFor is fresh for the new lifetime, and may be stale for as long as before', async () => {
    const begin = Date.now()
    const freshness = { freshUntil: begin + 60_000, refreshAt: begin + 59_500, staleFor: 3600 }
    const [key, short] = [cache.memcachedKey('key'), cache.memcachedKey('short')]
    await plant(cache.transport, key, { ...NO_GENERATIONS, freshness })
    await plant(cache.transport, short, { ...NO_GENERATIONS, freshness: { ...freshness, staleFor: 1 } })
    await expect(cache.touch('key', 2)).resolves.toBe(true)
    await expect(cache.touch('short', 1)).resolves.toBe(true)

    const item = await cache.transport.get(key)
    const { freshUntil = 0, refreshAt, staleFor } = (item && readHeader(item).header.freshness) ?? {}
    expect([refreshAt, staleFor]).toEqual([freshUntil - 500, 3600])
    expect(freshUntil).toBeGreaterThanOrEqual(begin + 2000)
    expect(freshUntil).toBeLessThan(begin + 60_000)
    await expect(cache.get('key')).resolves.toBe('planted')

    await sleep(freshUntil + 100 - Date.now())
    await expect(cache.get('key')).resolves.toBeUndefined()
    await expect(cache.touch('key', 60)).resolves.toBe(false)
    await environment.elapse(2)
    const load = (): Promise<string> => Promise.reject(new Error('no database'))
    await expect(cache.getOrSet('key', load, { staleFor: 3600 })).resolves.toBe('planted')
    await expect(cache.getOrSet('short', load, { staleFor: 3600 })).rejects.toThrow('no database')
    failures = failures.filter(({ error }) => error.name !== 'LoadError')
  })

  it('with a lifetime of 0 such a value is never stale', async () => {
    await cache.getOrSet('key', async () => 'loaded', { lifetime: 1, staleFor: 1 })
    await expect(cache.touch('key', 0)).resolves.toBe(true)
    await environment.elapse(3)
    await expect(cache.get('key')).resolves.toBe('loaded')
  })

  it('keeps namespace and raw, and has the default lifetime of the view', async () => {
    await cache.set('key', 1, { namespace: 'ns:', raw: true, lifetime: 2 })
    await expect(cache.touch('key', 60)).resolves.toBe(false)
    const view = cache.view({ namespace: 'ns:', lifetime: 60 })
    await expect(view.touch('key', undefined, { raw: true })).resolves.toBe(true)
    await environment.elapse(3)
    await expect(cache.get('key', { namespace: 'ns:', raw: true })).resolves.toBe(1)
  })

  it('keeps a key listed, and writes nothing to the list', async () => {
    await cache.set('key', 1, { lifetime: 2 })
    const [before] = await cache.namespaces()
    await cache.touch('key', 60)
    await cache.touch('absent', 60)
    await environment.elapse(3)
    await expect(cache.keys()).resolves.toEqual(['key'])
    const [after] = await cache.namespaces()
    expect(after).toEqual(before)
    await expect(cache.invalidateNamespace()).resolves.toBe(1)
  })

  it('keeps the order of the calls', async () => {
    for (let round = 0; round < 20; round++) {
      const [, isTouched, , isTouchedLater] = await Promise.all([
        cache.set(round, 1, { dependencies: ['d'] }),
        cache.touch(round, 60),
        cache.invalidate(round),
        cache.touch(round, 60),
      ])
      expect([isTouched, isTouchedLater]).toEqual([true, false])
    }
  })

  it('rejects mistakes, and when its signal aborts', async () => {
    const signal = AbortSignal.abort(new Error('changed my mind'))
    await expect(cache.touch('key', 1, { signal })).rejects.toBe(signal.reason)
    await expect(cache.touch('key', -1)).rejects.toBeInstanceOf(RangeError)
    await expect(cache.touch('key', 'soon' as '1s')).rejects.toBeInstanceOf(RangeError)
    const touch = (...args: unknown[]): Promise<unknown> =>
      Reflect.apply(cache.touch.bind(cache), undefined, args)
    await expect(touch('key', null)).rejects.toBeInstanceOf(TypeError)
    await expect(touch('key', 60, { lifetime: 60 })).rejects.toThrow('touch() has no option "lifetime"')
  })
})
