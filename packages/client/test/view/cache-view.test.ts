import { MemoryTransport } from '@lmc/transport-memory'
import { type Transport, TransportError } from '@lmc/transport'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Failure, InvalidKeyError, MemcachedClient } from '../../src/index.ts'
import { type Environment, environments } from '../environments.ts'

describe.each(environments)('a view over $name', ({ start }) => {
  let environment: Environment
  let cache: MemcachedClient

  beforeAll(async () => {
    environment = await start()
  })
  beforeEach(async () => {
    cache = new MemcachedClient({ transport: environment.open(), trackKeys: true })
    await cache.invalidateAll()
  })
  afterEach(() => cache.close())
  afterAll(() => environment.stop())

  it('has a namespace of its own, and a call may use another one', async () => {
    const shop = cache.view({ namespace: 'shop' })
    await shop.set('key', 'of the shop')
    await cache.set('key', 'of nobody')
    await expect(shop.get('key')).resolves.toBe('of the shop')
    await expect(cache.get('key')).resolves.toBe('of nobody')
    await expect(cache.get('key', { namespace: 'shop' })).resolves.toBe('of the shop')
    await shop.set('key', 'elsewhere', { namespace: 'elsewhere' })
    await expect(cache.get('key', { namespace: 'elsewhere' })).resolves.toBe('elsewhere')
    await expect(shop.getMany(['key'])).resolves.toEqual(new Map([['key', 'of the shop']]))
  })

  it('lists and drops the keys of its namespace', async () => {
    const shop = cache.view({ namespace: 'shop' })
    await shop.setMany([
      ['a', 1],
      ['b', 2],
    ])
    await cache.set('c', 3)
    expect(new Set(await shop.keys())).toEqual(new Set(['a', 'b']))
    const iterated = new Set<unknown>()
    for await (const key of shop.iterateKeys()) iterated.add(key)
    expect(iterated).toEqual(new Set(['a', 'b']))
    await expect(shop.invalidate('a')).resolves.toBe(true)
    await expect(shop.invalidateNamespace()).resolves.toBe(1)
    await expect(cache.keys()).resolves.toEqual(['c'])
  })

  it('has a lifetime of its own, as seconds or as text', async () => {
    const brief = cache.view({ lifetime: '2s' })
    expect(brief.defaultLifetime).toBe(2)
    await brief.set('brief', 1)
    await brief.set('longer', 1, { lifetime: '1m' })
    await cache.set('of the client', 1)
    await cache.set('text', 1, { lifetime: '2s' })
    await environment.elapse(3)
    await expect(cache.getMany(['brief', 'longer', 'of the client', 'text'])).resolves.toEqual(
      new Map([
        ['longer', 1],
        ['of the client', 1],
      ]),
    )
  })

  it('has dependencies of its own, in addition to those of a call', async () => {
    const products = cache.view({ dependencies: ['catalog'], sharedDependencies: ['rates'] })
    const storeAll = (): Promise<unknown> =>
      Promise.all([
        products.set('a', 1),
        products.set('b', 2, { dependencies: ['product:7'] }),
        products.setMany([['c', 3]], { sharedDependencies: ['weather'] }),
        cache.set('d', 4, { dependencies: ['product:7'] }),
      ])
    const left = async (): Promise<unknown> => [...(await cache.getMany(['a', 'b', 'c', 'd'])).keys()]
    await storeAll()
    await expect(left()).resolves.toEqual(['a', 'b', 'c', 'd'])
    await cache.invalidateDependents(['product:7'])
    await expect(left()).resolves.toEqual(['a', 'c'])
    await storeAll()
    await cache.invalidateDependents(['catalog'])
    await expect(left()).resolves.toEqual(['d'])
    await storeAll()
    await cache.invalidateDependents(['weather'], { shared: true })
    await expect(left()).resolves.toEqual(['a', 'b', 'd'])
    await cache.invalidateDependents(['rates'], { shared: true })
    await expect(left()).resolves.toEqual(['d'])
  })

  it('of a view starts with the defaults of that view, and its dependencies are added', async () => {
    const shop = cache.view({ namespace: 'shop', lifetime: '1h', dependencies: ['shop'] })
    const carts = shop.view({ lifetime: '10m', dependencies: ['carts'] })
    expect(carts.defaultNamespace).toBe('shop')
    expect(carts.defaultLifetime).toBe(600)
    expect(shop.defaultLifetime).toBe(3600)
    await carts.set('one', 1)
    await cache.invalidateDependents(['shop'])
    await expect(carts.get('one')).resolves.toBe(1)
    await shop.invalidateDependents(['shop'])
    await expect(carts.get('one')).resolves.toBeUndefined()
    await carts.set('one', 1)
    await shop.invalidateDependents(['carts'])
    await expect(carts.get('one')).resolves.toBeUndefined()
    await shop.set('one', 1)
    await shop.invalidateDependents(['carts'])
    await expect(carts.get('one')).resolves.toBe(1)
  })

  it('shares the counters, the order of calls and the end with its client', async () => {
    const shop = cache.view({ namespace: 'shop' })
    const written = shop.set('key', 1, { dependencies: ['x'] })
    const read = cache.get('key', { namespace: 'shop' })
    await expect(read).resolves.toBe(1)
    await written
    await shop.get('none')
    expect(cache.counters).toMatchObject({ hits: 1, misses: 1, stored: 1 })
    await cache.close()
    await cache
      .view({ failures: 'throw' })
      .get('key')
      .catch((error: unknown) => {
        expect(error).toMatchObject({ code: 'closed' })
      })
    expect(cache.counters.failures).toBe(1)
  })
})

describe('a view', () => {
  const down = new MemoryTransport()
  const refused = new TransportError('connection', 'refused')
  const transport: Transport = Object.assign(down, { get: () => Promise.reject(refused) })
  const failures: Failure[] = []
  const cache = new MemcachedClient({ transport, onFailure: (failure) => failures.push(failure) })

  it('may have another policy for failures than its client, and reports like it', async () => {
    const strict = cache.view({ failures: 'throw' })
    await expect(cache.get('key')).resolves.toBeUndefined()
    await expect(strict.get('key')).rejects.toBe(refused)
    await expect(strict.view({ namespace: 'ns' }).get('key')).rejects.toBe(refused)
    await expect(strict.view({ failures: 'miss' }).get('key')).resolves.toBeUndefined()
    expect(failures).toHaveLength(4)
    expect(cache.counters.failures).toBe(4)
  })

  it('has listeners of its own for failures, and the client hears of them as well', async () => {
    const [heard, heardInside]: [Failure[], Failure[]] = [[], []]
    const shop = cache.view({ namespace: 'shop', onFailure: (failure) => heard.push(failure) })
    const inside = shop.view({ onFailure: (failure) => heardInside.push(failure) })
    const before = failures.length
    await shop.get('a')
    await inside.get('b')
    await cache.get('c')
    expect(heard.map(({ key, namespace }) => [key, namespace])).toEqual([
      ['a', 'shop'],
      ['b', 'shop'],
    ])
    expect(heardInside.map(({ key }) => key)).toEqual(['b'])
    expect(failures.slice(before).map(({ key }) => key)).toEqual(['a', 'b', 'c'])
  })

  it('remembers a failed invalidation for its client and all views', async () => {
    const store = new MemoryTransport()
    let isDown = false
    const remove = store.delete.bind(store)
    const flaky: Transport = Object.assign(store, {
      delete: (...args: Parameters<Transport['delete']>) =>
        isDown ? Promise.reject(refused) : remove(...args),
    })
    const client = new MemcachedClient({ transport: flaky, onFailure: () => {} })
    await client.set('key', 'old', { namespace: 'shop' })
    isDown = true
    await client.view({ namespace: 'shop' }).invalidate('key')
    await expect(client.get('key', { namespace: 'shop' })).resolves.toBeUndefined()
    isDown = false
    await expect(client.get('key', { namespace: 'shop' })).resolves.toBeUndefined()
    await client.close()
  })

  it.each<[unknown, new (...args: never[]) => Error, string]>([
    [undefined, TypeError, 'The options of view() are undefined'],
    ['shop', TypeError, 'The options of view() are a string'],
    [{ ttl: 5 }, TypeError, 'view() has no option "ttl"; did you mean "lifetime"?'],
    [{ defaultNamespace: 'x' }, TypeError, 'did you mean "namespace"?'],
    [{ namespace: 7 }, TypeError, 'namespace is of type number; expected a string'],
    [{ lifetime: null }, TypeError, 'Lifetime is of type object'],
    [{ lifetime: 'soon' }, RangeError, 'Lifetime is "soon"'],
    [{ lifetime: -1 }, RangeError, 'Lifetime is -1'],
    [{ onFailure: 'log' }, TypeError, 'onFailure is of type string; expected a function'],
    [{ failures: 'ignore' }, RangeError, `failures is "ignore"; expected 'miss' or 'throw'`],
    [
      { dependencies: 'catalog' },
      TypeError,
      'dependencies is of type string; expected an array of cache keys',
    ],
    [{ dependencies: [Number.NaN] }, InvalidKeyError, 'NaN'],
    [{ sharedDependencies: [() => 1] }, InvalidKeyError, 'function'],
  ])('refuses %o', (options, error, message) => {
    const make = (): unknown => Reflect.apply(cache.view.bind(cache), undefined, [options])
    expect(make).toThrow(expect.any(error))
    expect(make).toThrow(message)
  })
})
