import { tracingChannel } from 'node:diagnostics_channel'
import { forwardTo, type Transport, TransportError } from '@lmc/transport'
import { MemoryTransport } from '@lmc/transport-memory'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CALL_CHANNEL, type CallTrace, type Failure, MemcachedClient } from '../../src/index.ts'

const refused = new TransportError('connection', 'refused', { server: 'memory' })

/** A memory transport whose methods of these names fail while it is down. */
function failing(methods: readonly Exclude<keyof Transport, 'servers' | 'serverOf'>[]): {
  transport: Transport
  isDown: boolean
} {
  const memory = new MemoryTransport()
  const state = { transport: memory as Transport, isDown: false }
  const overrides = Object.fromEntries(
    methods.map((method) => [
      method,
      (...args: unknown[]): unknown =>
        state.isDown ? Promise.reject(refused) : Reflect.apply(memory[method], memory, args),
    ]),
  )
  state.transport = forwardTo(memory, overrides)
  return state
}

const verbs: readonly {
  readonly verb: string
  readonly call: (cache: MemcachedClient) => Promise<unknown>
  /** The result of the call for a number, for a missing key, and when memcached fails. */
  readonly there: unknown
  readonly absent: unknown
  readonly failed: unknown
}[] = [
  { verb: 'has', call: (cache) => cache.has('key'), there: true, absent: false, failed: false },
  {
    verb: 'hasMany',
    call: (cache) => cache.hasMany(['key']),
    there: new Set(['key']),
    absent: new Set(),
    failed: new Set(),
  },
  {
    verb: 'add',
    call: (cache) => cache.add('key', 5),
    there: undefined,
    absent: expect.any(String),
    failed: undefined,
  },
  {
    verb: 'replace',
    call: (cache) => cache.replace('key', 5),
    there: expect.any(String),
    absent: undefined,
    failed: undefined,
  },
  { verb: 'touch', call: (cache) => cache.touch('key', 60), there: true, absent: false, failed: false },
  {
    verb: 'increment',
    call: (cache) => cache.increment('key', 1, { initial: 100 }),
    there: 2,
    absent: 100,
    failed: undefined,
  },
  {
    verb: 'update',
    call: (cache) => cache.update('key', (value: number = 0) => value + 1),
    there: 2,
    absent: 1,
    failed: undefined,
  },
]

describe.each(verbs)('$verb', ({ verb, call, there, absent, failed }) => {
  let failures: Failure[]
  beforeEach(() => {
    failures = []
  })
  const open = (transport: Transport): MemcachedClient =>
    new MemcachedClient({
      transport,
      defaultNamespace: 'ns',
      trackKeys: true,
      onFailure: (failure) => failures.push(failure),
    })

  it('finds a value', async () => {
    const cache = open(new MemoryTransport())
    await expect(call(cache)).resolves.toEqual(absent)
    await cache.set('key', 1)
    await expect(call(cache)).resolves.toEqual(there)
  })

  it('does not find a value that a failed invalidation should have dropped', async () => {
    const state = failing(['delete'])
    const cache = open(state.transport)
    await cache.set('key', 1)
    state.isDown = true
    await cache.invalidate('key')
    await expect(call(cache)).resolves.toEqual(failed)
    state.isDown = false
    await expect(call(cache)).resolves.toEqual(absent)
    await cache.close()
  })

  it('does not find a value of a namespace that could not be dropped completely', async () => {
    const state = failing(['get', 'getMany', 'hasMany'])
    const cache = open(state.transport)
    await cache.set('key', 1)
    state.isDown = true
    await cache.invalidateNamespace()
    await expect(call(cache)).resolves.toEqual(failed)
    state.isDown = false
    await expect(call(cache)).resolves.toEqual(absent)
    await cache.close()
  })

  it('reports a failure of memcached once, under both policies', async () => {
    const state = failing(['get', 'gets', 'getMany', 'add', 'increment'])
    state.isDown = true
    const cache = new MemcachedClient({
      transport: state.transport,
      defaultNamespace: 'ns',
      onFailure: (failure) => failures.push(failure),
    })
    await expect(call(cache)).resolves.toEqual(failed)
    const key = verb === 'hasMany' ? {} : { key: 'key' }
    expect(failures).toEqual([{ operation: verb, namespace: 'ns', error: refused, ...key }])
    const strict = new MemcachedClient({
      transport: state.transport,
      failures: 'throw',
      onFailure: (failure) => failures.push(failure),
    })
    await expect(call(strict)).rejects.toBe(refused)
    expect(failures).toHaveLength(2)
  })
})

describe(CALL_CHANNEL, () => {
  const channel = tracingChannel(CALL_CHANNEL)
  const ended: CallTrace[] = []
  const subscribers = {
    start: () => {},
    end: () => {},
    asyncStart: () => {},
    asyncEnd: (traced: unknown) => void ended.push(traced as CallTrace),
    error: () => {},
  }
  afterEach(() => channel.unsubscribe(subscribers))

  it('has each verb, with its counts', async () => {
    const cache = new MemcachedClient({ transport: new MemoryTransport(), defaultNamespace: 'ns' })
    channel.subscribe(subscribers)
    for (const { call } of verbs) await call(cache)
    expect(ended.map(({ operation, hits, misses, stored }) => [operation, hits, misses, stored])).toEqual([
      ['has', 0, 1, 0],
      ['hasMany', 0, 1, 0],
      ['add', 0, 0, 1],
      ['replace', 0, 0, 1],
      ['touch', 0, 0, 0],
      ['increment', 0, 0, 0],
      ['update', 1, 0, 1],
    ])
    for (const { namespace, keys } of ended) expect([namespace, keys]).toEqual(['ns', 1])
    expect(cache.counters).toMatchObject({ hits: 1, misses: 2, stored: 3 })
  })
})
