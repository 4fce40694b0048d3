import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { type Transport, TransportError } from '@lmc/transport'
import { MemoryTransport } from '@lmc/transport-memory'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterEach, describe, expect, it, onTestFinished } from 'vitest'
import { type Failure, FAILURE_CHANNEL, MemcachedClient } from '../src/index.ts'

/** A transport whose methods fail as if the server were down, except the given ones. */
function failing(methods: Partial<Transport> = {}): Transport {
  const down = (): Promise<never> =>
    Promise.reject(new TransportError('connection', 'refused', { server: 'host:1' }))
  const names = ['get', 'gets', 'getMany', 'hasMany', 'set', 'add', 'replace', 'append', 'prepend'] as const
  const more = ['compareAndSet', 'delete', 'touch', 'increment', 'flush', 'statistics'] as const
  const broken = Object.fromEntries([...names, ...more].map((name) => [name, down]))
  return Object.assign(new MemoryTransport(), broken, methods)
}

const calls: readonly (readonly [
  operation: string,
  miss: unknown,
  call: (cache: MemcachedClient) => Promise<unknown>,
])[] = [
  ['get', undefined, (cache) => cache.get('key')],
  ['get', 'default', (cache) => cache.get('key', { default: 'default' })],
  ['getMany', new Map(), (cache) => cache.getMany(['key'])],
  ['set', undefined, (cache) => cache.set('key', 1)],
  [
    'setMany',
    [undefined, undefined],
    (cache) =>
      cache.setMany([
        ['a', 1],
        ['b', 2],
      ]),
  ],
  ['invalidate', false, (cache) => cache.invalidate('key')],
  ['invalidateMany', 0, (cache) => cache.invalidateMany(['a', 'b'])],
  ['invalidateDependents', false, (cache) => cache.invalidateDependents(['a'])],
  ['invalidateNamespace', 0, (cache) => cache.invalidateNamespace('ns')],
  ['invalidateAll', false, (cache) => cache.invalidateAll()],
  ['namespaces', [], (cache) => cache.namespaces()],
  ['keys', [], (cache) => cache.keys()],
  ['getStatistics', [], (cache) => cache.getStatistics()],
]

describe("MemcachedClient with failures: 'miss'", () => {
  it.each(calls)('%s resolves to %j, and reports', async (operation, miss, call) => {
    const failures: Failure[] = []
    const cache = new MemcachedClient({
      transport: failing(),
      trackKeys: true,
      onFailure: (failure) => void failures.push(failure),
    })
    await expect(call(cache)).resolves.toEqual(miss)
    expect(failures.map((failure) => failure.operation)).toContain(operation)
    for (const { error } of failures) expect(error).toMatchObject({ code: 'connection', server: 'host:1' })
  })

  it('getMany returns the values of the servers that answer', async () => {
    const partial = new Map([['a', { value: Buffer.from('1'), flags: 2 }]])
    const getMany = (): Promise<never> =>
      Promise.reject(new TransportError('connection', 'refused', { partial }))
    const cache = new MemcachedClient({ transport: failing({ getMany }) })
    await expect(cache.getMany(['a', 'b'], { raw: true })).resolves.toEqual(new Map([['a', 1]]))
  })

  it('a value is stored although its key could not be listed', async () => {
    const memory = new MemoryTransport()
    const failures: Failure[] = []
    const cache = new MemcachedClient({
      transport: failing({ set: (...args) => memory.set(...args) }),
      trackKeys: true,
      onFailure: (failure) => void failures.push(failure),
    })
    await expect(cache.set('a', 1, { raw: true })).resolves.toBe('a')
    expect(failures.map(({ operation }) => operation)).toEqual(['track'])
  })

  it('getStatistics keeps the entry of a server that failed, and reports it', async () => {
    const error = new TransportError('timeout', 'no answer', { server: 'b' })
    const entries = [
      { server: 'a', statistics: { curr_items: '1' } },
      { server: 'b', statistics: {}, error },
    ]
    const failures: Failure[] = []
    const cache = new MemcachedClient({
      transport: failing({ statistics: async () => entries }),
      onFailure: (failure) => void failures.push(failure),
    })
    await expect(cache.getStatistics()).resolves.toEqual(entries)
    expect(failures).toEqual([{ operation: 'getStatistics', error }])
  })
})

describe("MemcachedClient with failures: 'throw'", () => {
  it.each(calls)('%s rejects with the TransportError, and reports', async (_operation, _miss, call) => {
    const failures: Failure[] = []
    const cache = new MemcachedClient({
      transport: failing(),
      failures: 'throw',
      trackKeys: true,
      onFailure: (failure) => void failures.push(failure),
    })
    await expect(call(cache)).rejects.toMatchObject({ name: 'TransportError', code: 'connection' })
    expect(failures.length).toBeGreaterThan(0)
  })

  it('a value that cannot be decoded is still a miss', async () => {
    const cache = new MemcachedClient({ transport: new MemoryTransport(), failures: 'throw' })
    await cache.transport.set('foreign', Buffer.from('{'), { flags: 32 })
    await expect(cache.get('foreign', { raw: true })).resolves.toBeUndefined()
  })
})

describe('onFailure', () => {
  it('names the operation, the cache key and the namespace', async () => {
    const failures: Failure[] = []
    const cache = new MemcachedClient({
      transport: failing(),
      onFailure: (failure) => void failures.push(failure),
    })
    await cache.get({ user: 7 }, { namespace: 'ns' })
    expect(failures).toEqual([
      { operation: 'get', key: { user: 7 }, namespace: 'ns', error: expect.any(TransportError) },
    ])
  })

  it.each([
    [
      'throws',
      () => {
        throw new Error('enough')
      },
    ],
    ['rejects', () => Promise.reject(new Error('enough'))],
  ])('that %s only gives the process one warning', async (_, onFailure) => {
    const warnings: string[] = []
    const onWarning = ({ message }: Error): void => {
      if (message.startsWith('onFailure')) warnings.push(message)
    }
    process.on('warning', onWarning)
    onTestFinished(() => void process.off('warning', onWarning))
    const cache = new MemcachedClient({ transport: failing(), trackKeys: true, onFailure })
    await expect(cache.get('key')).resolves.toBeUndefined()
    await expect(cache.set('key', 1)).resolves.toBeUndefined()
    await expect(cache.keys()).resolves.toEqual([])
    await cache.close()
    await expect(cache.transport.get('key')).rejects.toBeInstanceOf(TransportError)
    await nextTurn()
    expect(warnings).toEqual(['onFailure has failed: enough'])
  })

  it('is not called for an error that is no failure of the transport', async () => {
    const bug = new TypeError('a bug in a transport')
    const onFailure = (): never => {
      throw new Error('was asked')
    }
    const cache = new MemcachedClient({ transport: failing({ get: () => Promise.reject(bug) }), onFailure })
    await expect(cache.get('key')).rejects.toBe(bug)
  })
})

describe(FAILURE_CHANNEL, () => {
  const published: unknown[] = []
  const listener = (failure: unknown): void => void published.push(failure)
  afterEach(() => {
    unsubscribe(FAILURE_CHANNEL, listener)
  })

  it('gets each failure of each client', async () => {
    subscribe(FAILURE_CHANNEL, listener)
    await new MemcachedClient({ transport: failing() }).get('one')
    await new MemcachedClient({ transport: failing() }).invalidate('two')
    expect(published).toMatchObject([
      { operation: 'get', key: 'one' },
      { operation: 'invalidate', key: 'two' },
    ])
  })
})
