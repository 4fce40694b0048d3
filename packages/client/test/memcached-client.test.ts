import { compressed } from '@lmc/codec/compressed'
import { type Codec, jsonCodec } from '@lmc/codec'
import { cacheKey, type CacheKey } from '@lmc/keys'
import { MemoryTransport } from '@lmc/transport-memory'
import { afterAll, beforeAll, beforeEach, describe, expect, expectTypeOf, it } from 'vitest'
import { MemcachedClient } from '../src/index.ts'
import { type Environment, environments } from './environments.ts'

describe.each(environments)('MemcachedClient over $name', ({ start }) => {
  let environment: Environment
  let cache: MemcachedClient

  beforeAll(async () => {
    environment = await start()
    cache = new MemcachedClient({ transport: environment.open(), trackKeys: true })
  })
  afterAll(async () => {
    await cache.close()
    await environment.stop()
  })
  beforeEach(async () => {
    await cache.invalidateAll()
  })

  it.each([
    ['a text', 'text'],
    ['the empty text', ''],
    ['0', 0],
    ['-0', -0],
    ['a fraction', 0.1],
    ['false', false],
    ['null', null],
    ['bytes', Uint8Array.of(0, 255, 10)],
    ['an object', { list: [1, 'two', null], nested: { deep: true } }],
  ])('%s comes back unchanged', async (_, value) => {
    await cache.set('key', value)
    expect(Object.is(await cache.get('key'), value) || (await cache.get('key'))).not.toBe(false)
    await expect(cache.get('key')).resolves.toStrictEqual(value)
  })

  it('setMany resolves to the memcached keys, getMany to a Map by the given keys', async () => {
    const object = { id: 7 }
    const stored = await cache.setMany([
      ['one', 1],
      [object, 'seven'],
      [2, null],
    ])
    expect(stored).toHaveLength(3)
    for (const memcachedKey of stored) expect(memcachedKey).toMatch(/^[0-9a-f]{32}$/)
    const values = await cache.getMany(['missing', object, 2, 'one'])
    expect([...values]).toEqual([
      [object, 'seven'],
      [2, null],
      ['one', 1],
    ])
    expect(values.get(object)).toBe('seven')
  })

  it('setMany and getMany take any iterable, also an empty one', async () => {
    await expect(cache.setMany(new Map([['a', 1]]))).resolves.toHaveLength(1)
    await expect(cache.getMany(new Set(['a', 'b']))).resolves.toEqual(new Map([['a', 1]]))
    await expect(cache.setMany([])).resolves.toEqual([])
    await expect(cache.getMany([])).resolves.toEqual(new Map())
  })

  it('setMany gives all values the lifetime and the namespace of the call', async () => {
    await cache.setMany(
      [
        ['a', 1],
        ['b', 2],
      ],
      { lifetime: 2, namespace: 'ns' },
    )
    await expect(cache.getMany(['a', 'b'])).resolves.toEqual(new Map())
    await expect(cache.getMany(['a', 'b'], { namespace: 'ns' })).resolves.toEqual(
      new Map([
        ['a', 1],
        ['b', 2],
      ]),
    )
    await environment.elapse(3)
    await expect(cache.getMany(['a', 'b'], { namespace: 'ns' })).resolves.toEqual(new Map())
  })

  it('setMany and getMany of 2,000 keys', async () => {
    const entries = Array.from({ length: 2000 }, (_, index) => [`key ${index}`, index] as const)
    await cache.setMany(entries)
    await expect(cache.getMany(entries.map(([key]) => key))).resolves.toEqual(new Map(entries))
    await expect(cache.keys()).resolves.toHaveLength(2000)
  })

  it('invalidateMany resolves to how many values there were', async () => {
    await cache.setMany([
      ['a', 1],
      ['b', 2],
      ['c', 3],
    ])
    await expect(cache.invalidateMany(['a', 'c', 'missing'])).resolves.toBe(2)
    await expect(cache.keys()).resolves.toEqual(['b'])
  })

  it('invalidateNamespace drops the listed values of one namespace, and nothing else', async () => {
    const entries = Array.from({ length: 3000 }, (_, index) => [index, index] as const)
    await cache.setMany(entries, { namespace: 'dropped' })
    await cache.set('raw', 1, { namespace: 'dropped', raw: true })
    await cache.set('kept', 1, { namespace: 'kept' })
    await cache.set('kept', 1)
    await expect(cache.invalidateNamespace('dropped')).resolves.toBe(3001)
    await expect(
      cache.getMany(
        entries.map(([key]) => key),
        { namespace: 'dropped' },
      ),
    ).resolves.toEqual(new Map())
    await expect(cache.get('raw', { namespace: 'dropped', raw: true })).resolves.toBeUndefined()
    await expect(cache.keys('dropped')).resolves.toEqual([])
    await expect(cache.keys('kept')).resolves.toEqual(['kept'])
    await expect(cache.keys()).resolves.toEqual(['kept'])
    await expect(cache.invalidateNamespace('dropped')).resolves.toBe(0)
  })

  it('a key that is set while its namespace is invalidated is gone or listed', async () => {
    const own = new MemcachedClient({
      transport: environment.open(),
      trackKeys: true,
      defaultNamespace: 'ns',
    })
    await own.setMany(Array.from({ length: 2000 }, (_, index) => [index, index]))
    const dropped = cache.invalidateNamespace('ns')
    for (let key = 0; key < 200; key++) await own.set(key, 'again')
    await dropped
    const values = await own.getMany(Array.from({ length: 2000 }, (_, index) => index))
    const listed = await own.keys()
    expect(listed.map(Number).toSorted((one, other) => one - other)).toEqual([...values.keys()])
    await own.close()
  })

  it('namespaces resolves to the namespaces with listed keys, and to the cost of the lists', async () => {
    await cache.setMany(
      [
        ['a', 1],
        ['b', 2],
      ],
      { namespace: 'two' },
    )
    await cache.set('a', 1)
    const found = await cache.namespaces()
    expect(found).toHaveLength(2)
    expect(found).toEqual(
      expect.arrayContaining([
        { namespace: 'two', items: 1, bytes: expect.any(Number), keys: 2 },
        { namespace: undefined, items: 1, bytes: expect.any(Number), keys: 1 },
      ]),
    )
  })

  it('values have the default lifetime', async () => {
    const brief = new MemcachedClient({ transport: environment.open(), defaultLifetime: 2 })
    await brief.set('brief', 1)
    await brief.set('longer', 1, { lifetime: 60 })
    await brief.set('for ever', 1, { lifetime: 0 })
    await environment.elapse(3)
    await expect(brief.getMany(['brief', 'longer', 'for ever'])).resolves.toEqual(
      new Map([
        ['longer', 1],
        ['for ever', 1],
      ]),
    )
    await brief.close()
  })

  it('an object can give its own key, and is listed by that key', async () => {
    class User {
      readonly secret = 'not part of the key'
      readonly id: number
      constructor(id: number) {
        this.id = id
      }
      [cacheKey](): readonly [string, number] {
        return ['User', this.id]
      }
    }
    await cache.set(new User(7), 'seven')
    await expect(cache.get(new User(7))).resolves.toBe('seven')
    await expect(cache.get(['User', 7])).resolves.toBe('seven')
    await expect(cache.keys()).resolves.toEqual([['User', 7]])
  })

  it('compressed values come back, and only a client that knows compression reads them', async () => {
    const codec = compressed(jsonCodec(), { threshold: 100 })
    const compressing = new MemcachedClient({ transport: environment.open(), codec })
    const text = 'again and '.repeat(1000)
    await compressing.set('text', text)
    await expect(compressing.get('text')).resolves.toBe(text)
    await expect(cache.get('text')).resolves.toBeUndefined()
    const [memcachedKey = ''] = [await compressing.set('text', text)]
    expect((await compressing.transport.get(memcachedKey))?.value.byteLength).toBeLessThan(1000)
    await compressing.close()
  })

  it('a codec of the caller is used', async () => {
    const codec: Codec = {
      encode: (value) => ({ value: Buffer.from(`own ${String(value)}`), flags: 77 }),
      decode: (value, flags) => [Buffer.from(value).toString(), flags],
    }
    const own = new MemcachedClient({ transport: environment.open(), codec })
    await own.set('key', 'x')
    await expect(own.get('key')).resolves.toEqual(['own x', 77])
    await own.close()
  })

  it("rejects with the signal's reason when that aborts", async () => {
    const signal = AbortSignal.abort(new Error('changed my mind'))
    await expect(cache.set('key', 1, { signal })).rejects.toBe(signal.reason)
    await expect(cache.get('key', { signal })).rejects.toBe(signal.reason)
    await expect(cache.getMany(['key'], { signal })).rejects.toBe(signal.reason)
    await expect(cache.invalidate('key', { signal })).rejects.toBe(signal.reason)
    await expect(cache.invalidateAll({ signal })).rejects.toBe(signal.reason)
    await expect(cache.keys(undefined, { signal })).rejects.toBe(signal.reason)
    await expect(cache.getStatistics({ signal })).rejects.toBe(signal.reason)
  })

  it('closes its transport by close() and by await using', async () => {
    const closed = new MemcachedClient({ transport: environment.open(), failures: 'throw' })
    await closed.set('key', 1)
    await closed[Symbol.asyncDispose]()
    await expect(closed.get('key')).rejects.toMatchObject({ code: 'closed' })
    await closed.close()
  })
})

describe('new MemcachedClient', () => {
  const transport = new MemoryTransport()

  it.each<[unknown, string]>([
    [{}, 'MemcachedClient needs a transport'],
    [{ transport: {} }, 'MemcachedClient needs a transport'],
    [{ transport: new Map() }, 'MemcachedClient needs a transport'],
    [undefined, 'The options of MemcachedClient are undefined'],
    ['127.0.0.1:11211', 'The options of MemcachedClient are a string'],
    [transport, 'MemcachedClient has no option'],
    [{ servers: ['127.0.0.1:11211'] }, 'MemcachedClient has no option "servers"; did you mean "transport"?'],
    [{ transport, ttl: 5 }, 'MemcachedClient has no option "ttl"; did you mean "defaultLifetime"?'],
    [{ transport, failures: 'ignore' }, `failures is "ignore"; expected 'miss' or 'throw'`],
    [{ transport, defaultNamespace: 7 }, 'defaultNamespace is of type number; expected a string'],
    [{ transport, defaultNamespace: null }, 'defaultNamespace is null; expected a string'],
    [{ transport, trackKeys: 'yes' }, 'trackKeys is of type string; expected a boolean'],
    [{ transport, onFailure: {} }, 'onFailure is of type object; expected a function'],
    [{ transport, codec: JSON }, 'codec is no codec'],
    [{ transport, defaultLifetime: '60' }, 'Lifetime is "60"; expected whole seconds'],
    [{ transport, defaultLifetime: -1 }, 'Lifetime is -1'],
    [
      { transport, rememberedInvalidations: '10' },
      'rememberedInvalidations is of type string; expected a number',
    ],
    ...[-1, 1.5, 2 ** 25].map((rememberedInvalidations): [unknown, string] => [
      { transport, rememberedInvalidations },
      `rememberedInvalidations is ${rememberedInvalidations}; expected a whole number from 0 to 16777216`,
    ]),
  ])('refuses %o', (options, message) => {
    expect(() => Reflect.construct(MemcachedClient, [options])).toThrow(message)
  })
})

describe('the options of a call', () => {
  const cache = new MemcachedClient({ transport: new MemoryTransport(), trackKeys: true })
  const unknown = (call: unknown): call is () => Promise<unknown> => typeof call === 'function'

  it.each<[string, [string, ...unknown[]], string]>([
    ['set(key, 1, 60)', ['set', 'key', 1, 60], 'The options of set() are a number'],
    ['set(key, 1, { ttl })', ['set', 'key', 1, { ttl: 10 }], 'did you mean "lifetime"?'],
    ['setMany([], { expires })', ['setMany', [], { expires: 10 }], 'did you mean "lifetime"?'],
    ['get(key, null)', ['get', 'key', null], 'The options of get() are null'],
    ['get(key, "ns")', ['get', 'key', 'ns'], 'The options of get() are a string'],
    ['get(key, { lifetime })', ['get', 'key', { lifetime: 1 }], 'get() has no option "lifetime"'],
    ['get(key, new Map())', ['get', 'key', new Map()], 'The options of get() are a Map'],
    ['getMany([], [])', ['getMany', [], []], 'The options of getMany() are an array'],
    ['invalidate(key, { ns })', ['invalidate', 'key', { ns: 'a' }], 'did you mean "namespace"?'],
    ['invalidateDependents([], { raw })', ['invalidateDependents', [], { raw: true }], 'no option "raw"'],
    ['keys("ns", { Verify })', ['keys', 'ns', { Verify: false }], 'did you mean "verify"?'],
  ])('%s rejects with a TypeError', async (_, [method, ...args], message) => {
    const call: unknown = Reflect.get(cache, method)
    if (!unknown(call)) throw new TypeError('no method')
    const outcome = Reflect.apply(call, cache, args)
    await expect(outcome).rejects.toBeInstanceOf(TypeError)
    await expect(outcome).rejects.toThrow(message)
  })

  it('may be undefined, or an instance of a class', async () => {
    class Options {
      lifetime = 60
      namespace = undefined
    }
    const none: undefined = undefined
    await expect(cache.set('key', 1, new Options())).resolves.toBeTypeOf('string')
    await expect(cache.get('key', none)).resolves.toBe(1)
  })
})

describe('get', () => {
  it('has the given type, joined with the type of the default', async () => {
    const cache = new MemcachedClient({ transport: new MemoryTransport() })
    expectTypeOf(await cache.get('key')).toEqualTypeOf<unknown>()
    expectTypeOf(await cache.get<string>('key')).toEqualTypeOf<string | undefined>()
    expectTypeOf(await cache.get<string>('key', { default: '' })).toEqualTypeOf<string>()
    expectTypeOf(await cache.get<string>('key', { default: null })).toEqualTypeOf<string | null>()
    expectTypeOf(await cache.get<string, number>('key', { default: 5 })).toEqualTypeOf<string | number>()
    expectTypeOf(await cache.get<string[]>('key', { default: [] })).toExtend<string[]>()
    expectTypeOf(await cache.get('key', { default: null })).toEqualTypeOf<unknown>()
    expectTypeOf(await cache.get('key', { default: [] })).toEqualTypeOf<unknown>()
    await expect(cache.get('key', { default: null })).resolves.toBeNull()
  })
})

describe('getMany', () => {
  it('has the given types', async () => {
    const cache = new MemcachedClient({ transport: new MemoryTransport() })
    const keys: string[] = ['key']
    expectTypeOf(await cache.getMany(keys)).toEqualTypeOf<Map<string, unknown>>()
    expectTypeOf(await cache.getMany<number>(keys)).toEqualTypeOf<Map<CacheKey, number>>()
    expectTypeOf(await cache.getMany<number, string>(keys)).toEqualTypeOf<Map<string, number>>()
  })
})

describe('a key', () => {
  it('can be an interface', async () => {
    interface Page {
      path: string
      query?: { page: number }
    }
    const page: Page = { path: '/', query: { page: 2 } }
    const cache = new MemcachedClient({ transport: new MemoryTransport() })
    await cache.set(page, 1)
    await expect(cache.get({ query: { page: 2 }, path: '/' })).resolves.toBe(1)
  })
})

describe('close', () => {
  it('of a client that does not own its transport ends only the calls of this client', async () => {
    const transport = new MemoryTransport()
    const failures: string[] = []
    const options = { transport, ownsTransport: false, failures: 'throw' } as const
    const closed = new MemcachedClient({
      ...options,
      trackKeys: true,
      onFailure: ({ error }) => failures.push(error.message),
    })
    const other = new MemcachedClient(options)
    await closed.set('key', 1)
    await closed.close()
    const calls: Record<string, () => Promise<unknown>> = {
      get: () => closed.get('key'),
      getMany: () => closed.getMany(['key', 'other']),
      has: () => closed.has('key'),
      hasMany: () => closed.hasMany(['key', 'other']),
      getOrSet: () => closed.getOrSet('key', () => 2),
      getOrSetMany: () => closed.getOrSetMany(['key'], () => [['key', 2]]),
      set: () => closed.set('key', 2),
      setMany: () => closed.setMany([['key', 2]]),
      add: () => closed.add('other', 2),
      replace: () => closed.replace('key', 2),
      touch: () => closed.touch('key', 60),
      increment: () => closed.increment('key', 1, { initial: 1 }),
      update: () => closed.update('key', () => 2),
      invalidate: () => closed.invalidate('key'),
      invalidateMany: () => closed.invalidateMany(['key']),
      invalidateDependents: () => closed.invalidateDependents(['x']),
      invalidateNamespace: () => closed.invalidateNamespace(),
      invalidateAll: () => closed.invalidateAll(),
      keys: () => closed.keys(),
      getStatistics: () => closed.getStatistics(),
    }
    for (const [name, call] of Object.entries(calls))
      await expect(call(), name).rejects.toMatchObject({ name: 'TransportError', code: 'closed' })
    expect(failures.length).toBeGreaterThanOrEqual(Object.keys(calls).length)
    expect(failures[0]).toBe('get: the client was closed')
    await expect(other.get('key')).resolves.toBe(1)
    await closed.close()
    await other.close()
    await transport.close()
  })

  it('does not close a transport that the client does not own', async () => {
    const transport = new MemoryTransport()
    const cache = new MemcachedClient({ transport, ownsTransport: false })
    await cache.set('raw', 'text', { raw: true })
    await cache.close()
    await expect(transport.get('raw')).resolves.toMatchObject({ flags: 16 })
    await transport.close()
  })
})
