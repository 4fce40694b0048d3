import { setTimeout as sleep } from 'node:timers/promises'
import { CodecError } from '@lmc/codec'
import { InvalidKeyError, memcachedKey } from '@lmc/keys'
import { forwardTo, type Transport } from '@lmc/transport'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Failure, type GetOrSetOptions, type LoadContext, MemcachedClient } from '../../src/index.ts'
import { type Environment, environments } from '../environments.ts'
import { caughtUp } from './caught-up.ts'
import { createGate } from './gate.ts'

describe.each(environments)('getOrSet over $name', ({ start }) => {
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
    expect(failures).toEqual([])
  })
  afterAll(() => environment.stop())

  it('returns the loaded value, stores it, and does not load it again', async () => {
    let loads = 0
    const load = async (): Promise<object> => ({ loads: ++loads })
    await expect(cache.getOrSet({ user: 7 }, load)).resolves.toEqual({ loads: 1 })
    await expect(cache.get({ user: 7 })).resolves.toEqual({ loads: 1 })
    await expect(other.getOrSet({ user: 7 }, load)).resolves.toEqual({ loads: 1 })
    expect(cache.counters).toMatchObject({ hits: 1, misses: 1, loads: 1, stored: 1 })
    expect(other.counters).toMatchObject({ hits: 1, misses: 0, loads: 0, stored: 0 })
  })

  it('stores no header without staleFor and refreshAhead, so other languages can read the value', async () => {
    await cache.getOrSet('key', () => 'text', { raw: true, lifetime: 60 })
    await expect(transport.get('key')).resolves.toEqual({
      value: new Uint8Array(Buffer.from('text')),
      flags: 16,
    })
  })

  it('stores with its lifetime, in its namespace', async () => {
    await cache.getOrSet('key', () => 1, { lifetime: 2, namespace: 'n' })
    await expect(cache.get('key')).resolves.toBeUndefined()
    await expect(cache.get('key', { namespace: 'n' })).resolves.toBe(1)
    await environment.elapse(3)
    await expect(cache.getOrSet('key', () => 2, { namespace: 'n' })).resolves.toBe(2)
  })

  it.each<[string, unknown]>([
    ['null', null],
    ['false', false],
    ['0', 0],
    ['an empty text', ''],
  ])('takes %s for a value, and loads it once', async (_, value) => {
    let loads = 0
    const load = (): unknown => (loads++, value)
    await expect(cache.getOrSet('key', load)).resolves.toBe(value)
    await expect(cache.getOrSet('key', load)).resolves.toBe(value)
    expect(loads).toBe(1)
  })

  it('returns undefined without storing it, and loads again at once', async () => {
    let loads = 0
    const load = (): undefined => void loads++
    await expect(cache.getOrSet('key', load)).resolves.toBeUndefined()
    await expect(other.getOrSet('key', load)).resolves.toBeUndefined()
    expect(loads).toBe(2)
    expect(cache.counters.stored).toBe(0)
  })

  it('100 callers of two clients share one load', async () => {
    const gate = createGate()
    let loads = 0
    const load = async (): Promise<number> => (await gate.opened, ++loads)
    const callers = [cache, other].flatMap((client) =>
      Array.from({ length: 50 }, () => client.getOrSet('key', load)),
    )
    await caughtUp('key', cache, other)
    gate.open()
    expect(new Set(await Promise.all(callers))).toEqual(new Set([1]))
    expect(cache.counters.loads + other.counters.loads).toBe(1)
  })

  it('callers share a running load', async () => {
    const gate = createGate()
    let loads = 0
    const load = async (): Promise<number> => (await gate.opened, ++loads)
    const callers: Promise<number>[] = []
    for (let count = 0; count < 10; count++) {
      callers.push(cache.getOrSet('key', load))
      await sleep(5)
    }
    gate.open()
    expect(new Set(await Promise.all(callers))).toEqual(new Set([1]))
  })

  it('get, getMany and keys() do not see a value during its load', async () => {
    const gate = createGate()
    const call = cache.getOrSet('key', () => gate.opened.then(() => 1))
    await gate.reached
    await expect(transport.get(memcachedKey('key'))).resolves.toMatchObject({ flags: 49_153 })
    await expect(other.get('key')).resolves.toBeUndefined()
    await expect(other.getMany(['key'])).resolves.toEqual(new Map())
    gate.open()
    await call
    await expect(other.get('key')).resolves.toBe(1)
  })

  it.each<[string, (client: MemcachedClient) => Promise<unknown>]>([
    ['invalidate', (client) => client.invalidate('key')],
    ['invalidateMany', (client) => client.invalidateMany(['key'])],
    ['invalidateDependents', (client) => client.invalidateDependents(['product:7'])],
    [
      'invalidateDependents of shared ones',
      (client) => client.invalidateDependents(['rates'], { shared: true }),
    ],
    ['invalidateAll', (client) => client.invalidateAll()],
  ])('%s by another client during the load wins', async (_, invalidate) => {
    const gate = createGate()
    const options = { dependencies: ['product:7'], sharedDependencies: ['rates'] }
    const call = cache.getOrSet('key', () => gate.opened.then(() => 'old'), options)
    await gate.reached
    await invalidate(other)
    // A call from now on does not wait for a value that may be old, in this process or in another.
    await expect(cache.getOrSet('key', () => 'new', options)).resolves.toBe('new')
    await expect(other.getOrSet('key', () => 'newest', options)).resolves.toBe('new')
    gate.open()
    await expect(call).resolves.toBe('old')
    await expect(cache.get('key')).resolves.toBe('new')
  })

  it('a set by another client during the load wins', async () => {
    const gate = createGate()
    const call = cache.getOrSet('key', () => gate.opened.then(() => 'old'))
    await gate.reached
    await other.set('key', 'set')
    await expect(cache.getOrSet('key', () => 'none')).resolves.toBe('set')
    gate.open()
    await expect(call).resolves.toBe('old')
    await expect(cache.get('key')).resolves.toBe('set')
  })

  it('a failed load rejects all waiting callers, and nothing is stored', async () => {
    const gate = createGate()
    let loads = 0
    const load = async (): Promise<never> => {
      loads++
      await gate.opened
      throw new Error(`load ${loads}`)
    }
    const callers = Array.from({ length: 10 }, () => cache.getOrSet('key', load))
    await gate.reached
    gate.open()
    const outcomes = await Promise.allSettled(callers)
    expect(outcomes.map((outcome) => outcome.status)).toEqual(callers.map(() => 'rejected'))
    expect(loads).toBe(1)
    await expect(cache.getOrSet('key', () => 'loaded')).resolves.toBe('loaded')
  })

  it('a load may throw at once, and may return a value without a promise', async () => {
    const thrown = new RangeError('at once')
    const load = (): never => {
      throw thrown
    }
    await expect(cache.getOrSet('key', load)).rejects.toBe(thrown)
    await expect(cache.getOrSet('key', () => 5)).resolves.toBe(5)
  })

  it('a value that cannot be stored rejects with the CodecError, and the next load need not wait', async () => {
    await expect(cache.getOrSet('key', () => () => {})).rejects.toBeInstanceOf(CodecError)
    await expect(other.getOrSet('key', () => 5)).resolves.toBe(5)
  })

  it('fresh loads in any case, and stores', async () => {
    await cache.set('key', 'set')
    await expect(cache.getOrSet('key', () => 'loaded', { fresh: true })).resolves.toBe('loaded')
    await expect(other.get('key')).resolves.toBe('loaded')
    await expect(cache.getOrSet('other', () => 'loaded', { fresh: true })).resolves.toBe('loaded')
    await expect(other.get('other')).resolves.toBe('loaded')
  })

  it('fresh does not join a load that began before', async () => {
    const gate = createGate()
    const call = cache.getOrSet('key', () => gate.opened.then(() => 'old'))
    await gate.reached
    const calls = [1, 2, 3].map((number) => cache.getOrSet('key', () => `new ${number}`, { fresh: true }))
    await expect(Promise.all(calls)).resolves.toEqual(['new 1', 'new 1', 'new 1'])
    gate.open()
    await call
    await expect(cache.get('key')).resolves.toBe('new 1')
  })

  it('fresh loses to an invalidation during its load', async () => {
    await cache.set('key', 'set')
    const gate = createGate()
    const call = cache.getOrSet('key', () => gate.opened.then(() => 'old'), { fresh: true })
    await gate.reached
    await other.invalidate('key')
    gate.open()
    await expect(call).resolves.toBe('old')
    await expect(cache.get('key')).resolves.toBeUndefined()
  })

  it('a fresh load of undefined drops the old value', async () => {
    await cache.set('key', 'set')
    await expect(cache.getOrSet('key', () => undefined, { fresh: true })).resolves.toBeUndefined()
    await expect(other.get('key')).resolves.toBeUndefined()
  })

  it('a fresh load of undefined settles after the old value was dropped', async () => {
    await cache.set('key', 'set')
    const drop = createGate()
    const slow = forwardTo(transport, {
      compareAndDelete: (...args) => drop.opened.then(() => transport.compareAndDelete(...args)),
    })
    const dropping = new MemcachedClient({ transport: slow, ownsTransport: false })
    const call = dropping.getOrSet('key', () => undefined, { fresh: true })
    const settled = vi.fn()
    void call.then(settled)
    await drop.reached
    await caughtUp('key', dropping)
    expect(settled).not.toHaveBeenCalled()
    drop.open()
    await expect(call).resolves.toBeUndefined()
    await expect(other.get('key')).resolves.toBeUndefined()
    await dropping.close()
  })

  it('has the dependencies of the call and of the load', async () => {
    const load = async ({ storeWith }: LoadContext<unknown>): Promise<number> => {
      await storeWith({ dependencies: ['category:3'], sharedDependencies: ['rates'] })
      return 1
    }
    for (const [names, shared] of [
      [['product:7'], false],
      [['category:3'], false],
      [['rates'], true],
    ] as const) {
      await cache.getOrSet('key', load, { dependencies: ['product:7'] })
      await expect(other.get('key')).resolves.toBe(1)
      await other.invalidateDependents(names, { shared })
      await expect(other.get('key')).resolves.toBeUndefined()
    }
  })

  it('a dependency of the load that is invalidated before its end keeps its value from later calls', async () => {
    const gate = createGate()
    const load = async ({ storeWith }: LoadContext<unknown>): Promise<string> => {
      await storeWith({ dependencies: ['category:3'] })
      await gate.opened
      return 'old'
    }
    const call = cache.getOrSet('key', load, { lease: 1 })
    await gate.reached
    await other.invalidateDependents(['category:3'])
    const next = cache.getOrSet('key', () => 'new')
    await caughtUp('key', cache)
    gate.open()
    await expect(call).resolves.toBe('old')
    await expect(next).resolves.toBe('new')
    await expect(other.get('key')).resolves.toBe('new')
  })

  it('the load decides how its value is stored', async () => {
    await cache.getOrSet('short', ({ storeWith }) => (void storeWith({ lifetime: 2 }), 1), { lifetime: 600 })
    await cache.getOrSet('long', () => 1, { lifetime: 600 })
    await expect(cache.getOrSet('never', ({ doNotStore }) => (doNotStore(), 1))).resolves.toBe(1)
    await expect(other.getMany(['short', 'long', 'never'])).resolves.toEqual(
      new Map([
        ['short', 1],
        ['long', 1],
      ]),
    )
    await environment.elapse(3)
    await expect(other.getMany(['short', 'long'])).resolves.toEqual(new Map([['long', 1]]))
  })

  it.each([
    ['an unknown option', { ttl: 60 }, 'storeWith() has no option "ttl"; did you mean "lifetime"?'],
    ['an option of getOrSet', { refreshAhead: 60 }, 'storeWith() has no option "refreshAhead"'],
    ['null', null, 'The options of storeWith() are null'],
    ['no lifetime', { lifetime: '1x' }, 'Lifetime is "1x"'],
  ])('storeWith refuses %s, and nothing is stored', async (_, options, message) => {
    const load = ({ storeWith }: LoadContext<unknown>): number => (void storeWith(options as object), 1)
    await expect(cache.getOrSet('key', load)).rejects.toThrow(message)
    await expect(other.has('key')).resolves.toBe(false)
  })

  it('the call that begins a load decides how the value is stored', async () => {
    const gate = createGate()
    const load = (): Promise<number> => gate.opened.then(() => 1)
    const first = cache.getOrSet('key', load, { dependencies: ['x'] })
    const second = cache.getOrSet('key', load, { dependencies: ['y'] })
    gate.open()
    await expect(Promise.all([first, second])).resolves.toEqual([1, 1])
    await cache.invalidateDependents(['y'])
    await expect(other.get('key')).resolves.toBe(1)
    await cache.invalidateDependents(['x'])
    await expect(other.get('key')).resolves.toBeUndefined()
  })

  it('the longest lifetime that there is may be followed by a stale one', async () => {
    const options = { lifetime: Number.MAX_SAFE_INTEGER, staleFor: 60 }
    await expect(cache.getOrSet('key', () => 1, options)).resolves.toBe(1)
    await expect(other.get('key')).resolves.toBe(1)
    await expect(other.touch('key', Number.MAX_SAFE_INTEGER)).resolves.toBe(true)
    await expect(other.get('key')).resolves.toBe(1)
  })

  it('callers of a load that is not stored load at once, and not one after the other', async () => {
    const gates = Array.from({ length: 6 }, createGate)
    const clients = gates.map(() => new MemcachedClient({ transport: environment.open() }))
    const calls = clients.map((client, at) =>
      client.getOrSet('key', async ({ doNotStore }) => {
        doNotStore()
        gates[at]?.reach()
        await gates[at]?.opened
        return at
      }),
    )
    const first = await Promise.race(gates.map(async (gate, at) => (await gate.reached, at)))
    // The others have looked for the key, and have then seen the lease.
    await caughtUp('key', ...clients)
    await caughtUp('key', ...clients)
    gates[first]?.open()
    // All others load at the same time.
    await Promise.all(gates.map(({ reached }) => reached))
    for (const gate of gates) gate.open()
    await expect(Promise.all(calls)).resolves.toEqual([0, 1, 2, 3, 4, 5])
    await Promise.all(clients.map((client) => client.close()))
  })

  it('a caller that aborts leaves the load to the others', async () => {
    const gate = createGate()
    const controller = new AbortController()
    const load = (): Promise<number> => gate.opened.then(() => 1)
    const left = cache.getOrSet('key', load, { signal: controller.signal })
    const stays = cache.getOrSet('key', load)
    await gate.reached
    controller.abort(new Error('enough'))
    await expect(left).rejects.toThrow('enough')
    gate.open()
    await expect(stays).resolves.toBe(1)
    await expect(other.get('key')).resolves.toBe(1)
  })

  it('the last caller that aborts also aborts the load, and frees the lease', async () => {
    const controller = new AbortController()
    const contexts: LoadContext<unknown>[] = []
    const load = (context: LoadContext<unknown>): Promise<never> => {
      contexts.push(context)
      return new Promise(() => {})
    }
    const calls = [1, 2].map(() => cache.getOrSet('key', load, { signal: controller.signal }))
    await vi.waitFor(() => expect(contexts).toHaveLength(1))
    const [context] = contexts
    expect(context?.signal.aborted).toBe(false)
    controller.abort(new Error('enough'))
    const outcomes = await Promise.allSettled(calls)
    expect(outcomes.map((outcome) => outcome.status)).toEqual(['rejected', 'rejected'])
    expect(context?.signal.reason).toEqual(new Error('enough'))
    await expect(cache.getOrSet('key', () => 'again')).resolves.toBe('again')
  })

  it('a caller that aborts does not wait for the load of another process', async () => {
    const gate = createGate()
    const call = other.getOrSet('key', () => gate.opened.then(() => 1))
    await gate.reached
    const controller = new AbortController()
    const left = cache.getOrSet('key', () => 2, { signal: controller.signal })
    await caughtUp('key', cache)
    controller.abort(new Error('enough'))
    await expect(left).rejects.toThrow('enough')
    gate.open()
    await expect(call).resolves.toBe(1)
    await expect(cache.get('key')).resolves.toBe(1)
  })

  it('a closed client leaves its lease to the others', async () => {
    const gate = createGate()
    const load = (): Promise<number> => gate.opened.then(() => 1)
    const closing = new MemcachedClient({ transport: environment.open(), onFailure: () => {} })
    const call = closing.getOrSet('key', load)
    await gate.reached
    await closing.close()
    await expect(cache.getOrSet('key', () => 2)).resolves.toBe(2)
    gate.open()
    await expect(call).resolves.toBe(1)
    await expect(cache.get('key')).resolves.toBe(2)
  })

  it.each<[string, GetOrSetOptions, new (...args: never[]) => Error]>([
    ['lifetime: -1', { lifetime: -1 }, RangeError],
    ['staleFor: 1.5', { staleFor: 1.5 }, RangeError],
    ['refreshAhead: -1', { refreshAhead: -1 }, RangeError],
    ['lease: 0', { lease: 0 }, RangeError],
    ['lease: 3601', { lease: 3601 }, RangeError],
    ['timeout: NaN', { timeout: Number.NaN }, RangeError],
    ['lease: null', { lease: null as never }, TypeError],
    ["lease: '2h'", { lease: '2h' }, RangeError],
    ["staleFor: '1 minute'", { staleFor: '1 minute' as '1m' }, RangeError],
    ["fresh: 'yes'", { fresh: 'yes' as never }, TypeError],
    ['staleWhileRevalidate', { staleWhileRevalidate: 1 } as GetOrSetOptions, TypeError],
    ['dependencies: [undefined]', { dependencies: [undefined as never] }, InvalidKeyError],
  ])('%s is a mistake, and nothing is loaded', async (_, options, expected) => {
    let loads = 0
    await expect(cache.getOrSet('key', () => loads++, options)).rejects.toBeInstanceOf(expected)
    expect(loads).toBe(0)
  })

  it('a load that is not a function is a mistake', async () => {
    await expect(cache.getOrSet('key', 'value' as never)).rejects.toThrow(
      new TypeError('getOrSet() takes a function that loads the value; it was given string'),
    )
  })
})
