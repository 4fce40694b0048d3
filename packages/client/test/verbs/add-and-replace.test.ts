import { forwardTo } from '@lmc/transport'
import { MemoryTransport } from '@lmc/transport-memory'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { type Failure, MemcachedClient } from '../../src/index.ts'
import { type Environment, environments } from '../environments.ts'
import { plant, standIns } from './stand-ins.ts'

describe.each(environments)('add and replace over $name', ({ name, start }) => {
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

  it('add stores when there is no value, and otherwise changes nothing', async () => {
    await expect(cache.add('key', 'first')).resolves.toBe(cache.memcachedKey('key'))
    await expect(cache.add('key', 'second')).resolves.toBeUndefined()
    await expect(cache.get('key')).resolves.toBe('first')
    await cache.set('null', null)
    await expect(cache.add('null', 1)).resolves.toBeUndefined()
    expect(cache.counters).toMatchObject({ stored: 2 })
  })

  it('replace and update of a value above the item limit store nothing, and report that', async () => {
    const large = 'x'.repeat(2 ** 21)
    // With the binary protocol memcached drops the old value.
    const left = name === 'MemjsTransport' ? undefined : 'old'
    await cache.set('key', 'old')
    await expect(cache.replace('key', large)).resolves.toBeUndefined()
    await expect(cache.get('key')).resolves.toBe(left)
    await cache.set('key', 'old')
    await expect(cache.update('key', () => large)).resolves.toBeUndefined()
    await expect(cache.get('key')).resolves.toBe(left)
    expect(failures).toMatchObject([
      { operation: 'replace', key: 'key', error: { code: 'value-too-large' } },
      { operation: 'update', key: 'key', error: { code: 'value-too-large' } },
    ])
    failures = []
  })

  it('replace stores when there is a value, and otherwise changes nothing', async () => {
    await expect(cache.replace('key', 'first')).resolves.toBeUndefined()
    await expect(cache.get('key')).resolves.toBeUndefined()
    await cache.set('key', 'old')
    await expect(cache.replace('key', 'new')).resolves.toBe(cache.memcachedKey('key'))
    await expect(cache.get('key')).resolves.toBe('new')
    await cache.set('null', null)
    await expect(cache.replace('null', 1)).resolves.toBeTypeOf('string')
    expect(cache.counters).toMatchObject({ stored: 4, hits: 1, misses: 1 })
  })

  it.each(standIns)('%s is no value to both', async (_, header) => {
    const memcachedKey = cache.memcachedKey('key')
    await plant(cache.transport, memcachedKey, header)
    await expect(cache.has('key')).resolves.toBe(false)
    await expect(cache.replace('key', 'replaced')).resolves.toBeUndefined()
    await expect(cache.has('key')).resolves.toBe(false)
    await expect(cache.add('key', 'added')).resolves.toBe(memcachedKey)
    await expect(cache.get('key')).resolves.toBe('added')
  })

  it('an unreadable value is no value to both', async () => {
    await cache.set('key', 'a text')
    const numbers = cache.view({ schema: z.number() })
    await expect(numbers.replace('key', 1)).resolves.toBeUndefined()
    await expect(numbers.add('key', 2)).resolves.toBeTypeOf('string')
    await expect(cache.get('key')).resolves.toBe(2)
    expect(failures.map(({ operation, error }) => [operation, error.name])).toEqual([
      ['replace', 'SchemaError'],
      ['add', 'SchemaError'],
    ])
    failures = []
  })

  it.each(['add', 'replace'] as const)(
    '%s keeps namespace, raw, lifetime and dependencies',
    async (method) => {
      const options = { namespace: 'ns:', raw: true, lifetime: '2s', dependencies: ['x'] } as const
      const prepare = async (): Promise<void> => {
        if (method === 'replace') await cache.set('key', 'old', { namespace: 'ns:', raw: true })
        await expect(cache[method]('key', 'new', options)).resolves.toBe('ns:key')
        await expect(cache.get('key', { namespace: 'ns:', raw: true })).resolves.toBe('new')
      }
      await prepare()
      await cache.invalidateDependents(['x'], { namespace: 'ns:' })
      await expect(cache.get('key', { namespace: 'ns:', raw: true })).resolves.toBeUndefined()
      await prepare()
      await environment.elapse(3)
      await expect(cache.get('key', { namespace: 'ns:', raw: true })).resolves.toBeUndefined()
    },
  )

  it('keys() lists added and replaced keys, and replace lists no key without a value', async () => {
    await cache.add('added', 1)
    await cache.replace('absent', 1)
    await expect(cache.keys(undefined, { verify: false })).resolves.toEqual(['added'])
    const untracked = new MemcachedClient({ transport: environment.open() })
    await untracked.set('replaced', 1)
    await cache.replace('replaced', 2)
    expect(new Set(await cache.keys())).toEqual(new Set(['added', 'replaced']))
    await expect(cache.invalidateNamespace()).resolves.toBe(2)
    await untracked.close()
  })

  it.each(['add', 'replace'] as const)('%s keeps the order of the calls', async (method) => {
    for (let round = 0; round < 20; round++) {
      const key = `${method} ${round}`
      const before = method === 'replace' ? [cache.set(key, 0, { dependencies: ['d'] })] : []
      const calls = [
        cache[method](key, 1, { dependencies: ['d'] }),
        cache.get(key),
        cache.invalidate(key),
        cache[method](key, 2),
      ]
      await Promise.all(before)
      const [stored, value, wasThere, again] = await Promise.all(calls)
      expect([typeof stored, value, wasThere, typeof again]).toEqual([
        'string',
        1,
        true,
        method === 'add' ? 'string' : 'undefined',
      ])
    }
  })

  it('one of 50 clients that add at once stores its value', async () => {
    const clients = Array.from({ length: 10 }, () => new MemcachedClient({ transport: environment.open() }))
    for (const header of [undefined, ...standIns.map(([, one]) => one)]) {
      await cache.invalidateAll()
      if (header !== undefined) await plant(cache.transport, cache.memcachedKey('key'), header)
      const added = await Promise.all(
        clients.flatMap((client, at) =>
          Array.from({ length: 5 }, (_, index) => client.add('key', 5 * at + index)),
        ),
      )
      const winners = added.flatMap((memcachedKey, index) => (memcachedKey === undefined ? [] : index))
      expect(winners).toHaveLength(1)
      await expect(cache.get('key')).resolves.toBe(winners[0])
    }
    await Promise.all(clients.map((client) => client.close()))
  })

  it.each(['add', 'replace'] as const)('%s rejects mistakes, and when its signal aborts', async (method) => {
    const signal = AbortSignal.abort(new Error('changed my mind'))
    await expect(cache[method]('key', 1, { signal })).rejects.toBe(signal.reason)
    await expect(cache[method]('key', undefined)).rejects.toMatchObject({ name: 'CodecError' })
    await expect(cache[method]('key', 1, { lifetime: -1 })).rejects.toBeInstanceOf(RangeError)
    await expect(cache[method]('key', 1, { lifetime: '10' as '10s' })).rejects.toBeInstanceOf(RangeError)
    await expect(cache[method](Number.NaN, 1)).rejects.toMatchObject({ name: 'InvalidKeyError' })
    await expect(Reflect.apply(cache[method].bind(cache), undefined, ['key', 1, { ttl: 1 }])).rejects.toThrow(
      'did you mean "lifetime"?',
    )
    await expect(cache.keys(undefined, { verify: false })).resolves.toEqual([])
  })
})

describe('replace', () => {
  it('gives up, and reports it, when others write the key during each try', async () => {
    const memory = new MemoryTransport()
    const busy = forwardTo(memory, {
      compareAndSet: async (key, ...args) => {
        await memory.set(key, Buffer.from('7'), { flags: 2 })
        return memory.compareAndSet(key, ...args)
      },
    })
    const failures: Failure[] = []
    const cache = new MemcachedClient({ transport: busy, onFailure: (failure) => failures.push(failure) })
    await cache.set('key', 1)
    await expect(cache.replace('key', 2)).resolves.toBeUndefined()
    expect(failures).toMatchObject([
      {
        operation: 'replace',
        key: 'key',
        error: {
          name: 'ConflictError',
          code: 'conflict',
          message: 'Others wrote the key in each of 128 tries',
        },
      },
    ])
    await expect(cache.view({ failures: 'throw' }).replace('key', 2)).rejects.toMatchObject({
      code: 'conflict',
    })
    await expect(cache.get('key')).resolves.toBe(7)
    await cache.close()
  }, 15_000)
})
