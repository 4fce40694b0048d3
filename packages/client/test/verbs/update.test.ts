import { setTimeout as sleep } from 'node:timers/promises'
import { startMemcached } from '@lmc/memcached-server'
import { forwardTo, TransportError } from '@lmc/transport'
import { MemoryTransport } from '@lmc/transport-memory'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, expectTypeOf, it } from 'vitest'
import * as z from 'zod'
import { type Failure, MemcachedClient } from '../../src/index.ts'
import { type Environment, environments, networkTransports } from '../environments.ts'
import { plant, standIns } from './stand-ins.ts'

const next = (count: number = 0): number => count + 1
const nextLater = async (count: number = 0): Promise<number> => {
  await sleep(1)
  return count + 1
}

describe.each(environments)('update over $name', ({ start }) => {
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

  it.each([
    ['a function', next],
    ['a function that takes its time', nextLater],
  ])('stores the result of %s for a value, or for a missing value', async (_, change) => {
    await expect(cache.update('count', change)).resolves.toBe(1)
    await expect(cache.update('count', change)).resolves.toBe(2)
    await expect(cache.get('count')).resolves.toBe(2)
    expect(cache.counters).toMatchObject({ hits: 2, misses: 1, stored: 2 })
  })

  it('stores nothing when the function returns undefined, and null when it returns null', async () => {
    await cache.set('key', 'value', { lifetime: 60 })
    const memcachedKey = cache.memcachedKey('key')
    const before = await cache.transport.gets(memcachedKey)
    await expect(cache.update('key', () => undefined)).resolves.toBeUndefined()
    await expect(cache.update('key', async () => undefined)).resolves.toBeUndefined()
    await expect(cache.transport.gets(memcachedKey)).resolves.toEqual(before)
    await expect(cache.update('key', () => null)).resolves.toBeNull()
    await expect(cache.get('key', { default: 'none' })).resolves.toBeNull()
  })

  it('rejects with the error of the function, and stores nothing', async () => {
    await cache.set('key', 1)
    const thrown = new TransportError('connection', 'of another client')
    await expect(
      cache.update('key', () => {
        throw thrown
      }),
    ).rejects.toBe(thrown)
    await expect(cache.update('key', () => Promise.reject(thrown))).rejects.toBe(thrown)
    await expect(cache.get('key')).resolves.toBe(1)
    await expect(cache.update('key', next)).resolves.toBe(2)
  })

  it.each(standIns)('%s is no value, and is replaced', async (_, header) => {
    await plant(cache.transport, cache.memcachedKey('count'), header)
    const seen: unknown[] = []
    await expect(
      cache.update('count', (value) => {
        seen.push(value)
        return 1
      }),
    ).resolves.toBe(1)
    expect(seen).toEqual([undefined])
    await expect(cache.get('count')).resolves.toBe(1)
  })

  it.each([
    ['at once', next],
    ['later', nextLater],
  ])(
    '200 calls of one client and 200 of another, whose next value comes %s, lose no change',
    async (_, change) => {
      const other = new MemcachedClient({ transport: environment.open(), trackKeys: true })
      const calls = Array.from({ length: 200 }, () => [
        cache.update('count', change),
        other.update('count', change),
      ])
      const counts = await Promise.all(calls.flat())
      expect(new Set(counts).size).toBe(400)
      await expect(cache.get('count')).resolves.toBe(400)
      await other.close()
    },
    30_000,
  )

  it('200 calls of one client with slow next values make them one after the other, each once', async () => {
    let made = 0
    const change = async (count: number = 0): Promise<number> => {
      made++
      return nextLater(count)
    }
    await Promise.all(Array.from({ length: 200 }, () => cache.update('count', change)))
    await expect(cache.get('count')).resolves.toBe(200)
    expect(made).toBe(200)
  })

  it('keeps the order of the calls', async () => {
    for (let round = 0; round < 20; round++) {
      const [, first, seen, , second, again] = await Promise.all([
        cache.set(round, 10, { dependencies: ['d'] }),
        cache.update(round, next),
        cache.get(round),
        cache.invalidate(round),
        cache.update(round, next),
        cache.get(round),
      ])
      expect([first, seen, second, again]).toEqual([11, 11, 1, 1])
    }
  })

  it('a call for the key inside the function gets its answer, also an update', async () => {
    await cache.set('key', 1)
    await expect(
      cache.update('key', async (value: number = 0) => value + ((await cache.get<number>('key')) ?? 0)),
    ).resolves.toBe(2)
    let rounds = 0
    await cache.update('key', async () => {
      rounds++
      if (rounds < 3) await cache.update('key', next)
      return 'outer'
    })
    expect(rounds).toBe(3)
    await expect(cache.get('key')).resolves.toBe('outer')
  })

  it('a write of others meanwhile is not lost', async () => {
    await cache.set('key', 1)
    const seen: unknown[] = []
    const value = await cache.update('key', async (old: number = 0) => {
      seen.push(old)
      if (seen.length === 1) await cache.set('key', 10)
      if (seen.length === 2) await cache.invalidate('key')
      return old + 1
    })
    expect(seen).toEqual([1, 10, 0])
    expect(value).toBe(1)
  })

  it('gives the value the lifetime of the call, from now', async () => {
    await cache.set('brief', 1, { lifetime: 60 })
    await cache.set('longer', 1, { lifetime: 2 })
    await cache.update('brief', next, { lifetime: '2s' })
    await cache.update('longer', next)
    await environment.elapse(3)
    await expect(cache.get('brief')).resolves.toBeUndefined()
    await expect(cache.get('longer')).resolves.toBe(2)
  })

  it('a value keeps its dependencies', async () => {
    await cache.set('key', 1, { dependencies: ['x'], sharedDependencies: ['s'] })
    for (const invalidate of [
      () => cache.invalidateDependents(['x']),
      () => cache.invalidateDependents(['s'], { shared: true }),
    ]) {
      await cache.set('key', 1, { dependencies: ['x'], sharedDependencies: ['s'] })
      await expect(cache.update('key', next)).resolves.toBe(2)
      await expect(cache.get('key')).resolves.toBe(2)
      await invalidate()
      await expect(cache.get('key')).resolves.toBeUndefined()
    }
    await expect(cache.update('key', next)).resolves.toBe(1)
    await cache.invalidateDependents(['x'])
    await expect(cache.get('key')).resolves.toBe(1)
  })

  it('a value keeps its shared dependencies when the call names other dependencies, and the other way round', async () => {
    await cache.set('key', 1, { dependencies: ['x'], sharedDependencies: ['s'] })
    await cache.update('key', next, { dependencies: ['y'] })
    await cache.invalidateDependents(['x'])
    await expect(cache.get('key')).resolves.toBe(2)
    await cache.update('key', next, { sharedDependencies: [] })
    await cache.invalidateDependents(['s'], { shared: true })
    await expect(cache.get('key')).resolves.toBe(3)
    await cache.invalidateDependents(['y'])
    await expect(cache.get('key')).resolves.toBeUndefined()

    await cache.set('key', 1, { dependencies: ['x'], sharedDependencies: ['s'] })
    await cache.update('key', next, { dependencies: ['y'] })
    await cache.invalidateDependents(['s'], { shared: true })
    await expect(cache.get('key')).resolves.toBeUndefined()
  })

  it('the dependencies of the call replace those of the value, and those of the view are added', async () => {
    await cache.set('key', 1, { dependencies: ['old'] })
    await cache.update('key', next, { dependencies: ['new'] })
    await cache.invalidateDependents(['old'])
    await expect(cache.get('key')).resolves.toBe(2)
    const view = cache.view({ dependencies: ['view'] })
    await view.update('key', next)
    await expect(cache.get('key')).resolves.toBe(3)
    await cache.invalidateDependents(['new'])
    await expect(cache.get('key')).resolves.toBeUndefined()
    await view.update('key', next)
    await cache.invalidateDependents(['view'])
    await expect(cache.get('key')).resolves.toBeUndefined()
  })

  it('the next value is a miss when a dependency is invalidated while it is made', async () => {
    for (const options of [{ dependencies: ['x'] }, {}]) {
      await cache.set('key', 1, { dependencies: ['x'] })
      await cache.update(
        'key',
        async (value: number = 0) => {
          await cache.invalidateDependents(['x'])
          return value + 1
        },
        options,
      )
      await expect(cache.get('key')).resolves.toBeUndefined()
    }
  })

  it('keeps namespace, raw and the list of keys', async () => {
    const options = { namespace: 'ns:', raw: true } as const
    await cache.update('key', next, options)
    await expect(cache.transport.get('ns:key')).resolves.toMatchObject({ flags: 2 })
    await cache.update('unchanged', () => undefined, options)
    await expect(cache.invalidateNamespace('ns:')).resolves.toBe(1)
  })

  it('checks what it reads and what it stores by the schema of the view', async () => {
    const numbers = cache.view({ schema: z.number() })
    await cache.set('key', 'a text')
    await expect(numbers.update('key', (value = 0) => value + 1)).resolves.toBe(1)
    expect(failures).toMatchObject([{ operation: 'update', error: { code: 'invalid-stored-value' } }])
    failures = []
    await expect(numbers.update('key', () => 'a text' as unknown as number)).rejects.toMatchObject({
      code: 'invalid-value',
    })
    await expect(cache.get('key')).resolves.toBe(1)
  })

  it('rejects mistakes, and when its signal aborts', async () => {
    const signal = AbortSignal.abort(new Error('changed my mind'))
    await expect(cache.update('key', next, { signal })).rejects.toBe(signal.reason)
    const controller = new AbortController()
    const pending = cache.update('key', () => new Promise<number>(() => {}), { signal: controller.signal })
    setTimeout(() => controller.abort(signal.reason), 20)
    await expect(pending).rejects.toBe(signal.reason)
    await expect(cache.update('key', next)).resolves.toBe(1)
    await expect(cache.update('key', () => () => 1)).rejects.toMatchObject({ name: 'CodecError' })
    await expect(cache.update('key', next, { lifetime: -1 })).rejects.toBeInstanceOf(RangeError)
    await expect(Reflect.apply(cache.update.bind(cache), undefined, ['key', 5])).rejects.toThrow(
      'update() takes a function that gives the next value; got number',
    )
  })
})

describe('update', () => {
  it('has the types of the function', async () => {
    const cache = new MemcachedClient({ transport: new MemoryTransport() })
    expectTypeOf(await cache.update('key', next)).toEqualTypeOf<number | undefined>()
    expectTypeOf(await cache.update('key', nextLater)).toEqualTypeOf<number | undefined>()
    expectTypeOf(await cache.update<number>('key', (count = 0) => count + 1)).toEqualTypeOf<
      number | undefined
    >()
    const users = cache.view({ schema: z.object({ name: z.string() }) })
    const user = await users.update('ada', (old = { name: 'Ada' }) => ({ ...old, name: 'Eve' }))
    expectTypeOf(user).toEqualTypeOf<{ name: string } | undefined>()
    // @ts-expect-error: a user has a name.
    await expect(users.update('ada', () => ({ age: 7 }))).rejects.toMatchObject({ code: 'invalid-value' })
  })

  it('resolves to undefined when memcached fails, or rejects, as the policy says', async () => {
    const refused = new TransportError('connection', 'refused')
    const down = forwardTo(new MemoryTransport(), { gets: () => Promise.reject(refused) })
    const failures: Failure[] = []
    const cache = new MemcachedClient({ transport: down, onFailure: (failure) => failures.push(failure) })
    await expect(cache.update('key', next)).resolves.toBeUndefined()
    await expect(cache.view({ failures: 'throw' }).update('key', next)).rejects.toBe(refused)
    expect(failures).toMatchObject([{ operation: 'update' }, { operation: 'update' }])
  })

  it('gives up, and reports it, when others write the key during each try', async () => {
    const memory = new MemoryTransport()
    const busy = forwardTo(memory, {
      gets: async (key) => {
        const item = await memory.gets(key)
        await memory.set(key, Buffer.from('7'), { flags: 2 })
        return item
      },
    })
    const cache = new MemcachedClient({ transport: busy, failures: 'throw', onFailure: () => {} })
    await expect(cache.update('key', next)).rejects.toMatchObject({ name: 'ConflictError', code: 'conflict' })
    await expect(cache.update('key', nextLater)).rejects.toMatchObject({ code: 'conflict' })
    await expect(cache.get('key')).resolves.toBe(7)
    await cache.close()
  }, 30_000)

  it.each(networkTransports)(
    'over $name says so when the server has no compare-and-set',
    async ({ open }) => {
      const server = await startMemcached({ args: ['-C'] })
      const cache = new MemcachedClient({
        transport: open([server.address]),
        failures: 'throw',
        onFailure: () => {},
      })
      await expect(cache.add('key', 1)).resolves.toBeTypeOf('string')
      await expect(cache.add('key', 2)).resolves.toBeUndefined()
      const refused = { code: 'server', message: expect.stringContaining('has no compare-and-set') }
      await expect(cache.update('key', next)).rejects.toMatchObject(refused)
      await expect(cache.replace('key', 2)).rejects.toMatchObject(refused)
      await expect(cache.touch('key', 60)).resolves.toBe(true)
      await expect(cache.get('key')).resolves.toBe(1)
      await cache.close()
      await server.stop()
    },
  )
})
