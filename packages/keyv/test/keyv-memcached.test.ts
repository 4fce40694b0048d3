import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { MemcachedClient } from '@lmc/client'
import { MetaTransport } from '@lmc/transport-meta'
import { Keyv, type KeyvStoreAdapter } from 'keyv'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { KeyvMemcached } from '../src/index.ts'

describe('KeyvMemcached', () => {
  let server: MemcachedServer
  let store: KeyvMemcached

  beforeAll(async () => {
    server = await startMemcached()
  })
  beforeEach(async () => {
    store = new KeyvMemcached({ servers: server.address })
    await store.client.invalidateAll()
  })
  afterEach(() => {
    vi.useRealTimers()
    return store.disconnect()
  })
  afterAll(() => server.stop())

  it('has the shape of a store of Keyv', () => {
    const adapter: KeyvStoreAdapter = store
    expect(adapter.opts).toEqual({ dialect: 'redis', url: '' })
  })

  it.each([
    ['text', 'Grüße'],
    ['empty text', ''],
    ['number', 0],
    ['null', null],
    ['object', { a: [1, null] }],
    ['bytes', Uint8Array.of(0, 255, 58)],
  ])('stores %s without the help of Keyv', async (_, value) => {
    await expect(store.set('key', value)).resolves.toBe(true)
    const got = await store.get('key')
    expect(got instanceof Uint8Array ? Uint8Array.from(got) : got).toEqual(value)
    await expect(store.has('key')).resolves.toBe(true)
  })

  it('ends a lifetime of 300 ms after 300 ms, and one of 1,500 ms not before', async () => {
    // Only the clock: lmc's own timers are not taken from here.
    vi.useFakeTimers({ toFake: ['Date'] })
    const keys = ['brief', 'longer', 'for ever']
    await store.setMany([
      { key: 'brief', value: 1, ttl: 300 },
      { key: 'longer', value: 2, ttl: 1500 },
      { key: 'for ever', value: 3 },
    ])
    vi.setSystemTime(Date.now() + 299)
    await expect(store.getMany(keys)).resolves.toEqual([1, 2, 3])
    vi.setSystemTime(Date.now() + 1)
    await expect(store.getMany(keys)).resolves.toEqual([undefined, 2, 3])
    vi.setSystemTime(Date.now() + 1199)
    await expect(store.hasMany(keys)).resolves.toEqual([false, true, true])
    vi.setSystemTime(Date.now() + 1)
    await expect(store.hasMany(keys)).resolves.toEqual([false, false, true])
  })

  it('asks memcached for a second more, so that no value is gone too early', async () => {
    const asked: (number | undefined)[] = []
    const set = vi.spyOn(store.client.transport, 'set')
    for (const ttl of [1, 1000, 1001, 0, undefined, Number.POSITIVE_INFINITY, -5])
      await store.set('key', 1, ttl)
    for (const [, , options] of set.mock.calls) asked.push(options?.lifetime)
    expect(asked).toEqual([2, 2, 3, 0, 0, 0, 1])
    await expect(store.get('key')).resolves.toBeUndefined()
  })

  it('stores for ever what has no lifetime, whatever the lifetime of the client is', async () => {
    const transport = new MetaTransport({ servers: [server.address] })
    const client = new MemcachedClient({ transport, trackKeys: true, defaultLifetime: 60 })
    const own = new KeyvMemcached({ client })
    await own.set('a', 1)
    await own.set('b', 1, 0)
    await own.set('c', 1, Infinity)
    await own.setMany([{ key: 'd', value: 1 }])
    for (const key of ['a', 'b', 'c', 'd']) {
      const memcachedKey = client.memcachedKey(key, { namespace: 'keyv' })
      await expect(transport.inspect(memcachedKey), key).resolves.toMatchObject({ lifetimeLeft: 0 })
    }
    await client.close()
  })

  it('keeps the namespaces of several Keyvs apart, and clears one of them', async () => {
    const other = new KeyvMemcached({ client: store.client })
    const [shop, users] = [new Keyv(store, { namespace: 'shop' }), new Keyv(other, { namespace: 'users' })]
    await shop.set('key', 'of the shop')
    await users.set('key', 'of the users')
    await store.client.set('key', 'of the application')
    const namespaces = (await store.client.namespaces()).map(({ namespace }) => namespace)
    expect(new Set(namespaces)).toEqual(new Set(['keyv/shop', 'keyv/users', undefined]))
    await shop.clear()
    await expect(shop.get('key')).resolves.toBeUndefined()
    await expect(users.get('key')).resolves.toBe('of the users')
    await expect(store.client.get('key')).resolves.toBe('of the application')
  })

  it('keeps a slash in its namespace apart from the one before the namespace of Keyv', async () => {
    const [one, two] = [
      new KeyvMemcached({ client: store.client, namespace: 'a/b' }),
      new KeyvMemcached({ client: store.client, namespace: 'a' }),
    ]
    one.namespace = 'c'
    two.namespace = 'b/c'
    await one.set('key', 1)
    await two.set('key', 2)
    await expect(one.get('key')).resolves.toBe(1)
  })

  it('iterates over all live values of its namespace, and over no others', async () => {
    const keyv = new Keyv(store, { namespace: 'many' })
    await keyv.setMany(Array.from({ length: 250 }, (_, index) => ({ key: `key:${index}`, value: index })))
    await keyv.set('over', 1, 1)
    await new Keyv(new KeyvMemcached({ client: store.client }), { namespace: 'others' }).set('other', 1)
    const found = new Map<string, number>()
    for await (const [key, value] of keyv.iterator?.({}) ?? []) found.set(key, value)
    expect(found).toEqual(new Map(Array.from({ length: 250 }, (_, index) => [`key:${index}`, index])))
  })

  it('stores more entries at once than may be in flight', async () => {
    const transport = new MetaTransport({ servers: [server.address], maxInFlight: 1000 })
    const client = new MemcachedClient({ transport, trackKeys: true })
    const narrow = new KeyvMemcached({ client })
    const entries = Array.from({ length: 5000 }, (_, index) => ({ key: `key:${index}`, value: index }))
    await expect(narrow.setMany(entries)).resolves.toEqual(entries.map(() => true))
    await client.close()
  })

  it('says of each entry whether it was stored, and stores none when one is a mistake', async () => {
    const entries = [
      { key: 'a', value: 1 },
      { key: 'b', value: 'above the item limit '.repeat(100_000) },
      { key: 'c', value: 3, ttl: 60_000 },
    ]
    await expect(store.setMany(entries)).resolves.toEqual([true, false, true])
    await expect(store.getMany(['a', 'b', 'c'])).resolves.toEqual([1, undefined, 3])
    await expect(
      store.setMany([
        { key: 'd', value: 4 },
        { key: 'e', value: new Set() },
      ]),
    ).rejects.toMatchObject({ name: 'CodecError' })
    await expect(store.has('d')).resolves.toBe(false)
  })

  it('deletes several, and says whether any was there', async () => {
    await store.setMany([
      { key: 'a', value: 1 },
      { key: 'b', value: 2 },
    ])
    await expect(store.deleteMany(['a', 'b', 'c'])).resolves.toBe(true)
    await expect(store.deleteMany(['a', 'b', 'c'])).resolves.toBe(false)
    await expect(store.delete('a')).resolves.toBe(false)
  })

  it('leaves a client open that it did not make', async () => {
    const shared = new KeyvMemcached({ client: store.client })
    await shared.disconnect()
    await expect(store.set('key', 1)).resolves.toBe(true)
  })

  it.each<[unknown, string]>([
    ['127.0.0.1:11211', "expected an object such as { servers: '127.0.0.1:11211' }"],
    [null, 'The options of KeyvMemcached are null'],
    [{ uri: '127.0.0.1' }, 'KeyvMemcached has no option "uri"; did you mean "servers"?'],
    [{ namespace: 7 }, 'namespace is of type number; expected a string'],
    [{ client: {} }, 'client is no MemcachedClient'],
    [{ servers: ['a', 5] }, 'The options of a server are a number'],
  ])('refuses %o', (options, message) => {
    expect(() => Reflect.construct(KeyvMemcached, [options])).toThrow(TypeError)
    expect(() => Reflect.construct(KeyvMemcached, [options])).toThrow(message)
  })

  it('refuses servers beside a client, and a client that tracks no keys', async () => {
    const client = new MemcachedClient({ transport: new MetaTransport({ servers: [server.address] }) })
    expect(() => new KeyvMemcached({ client, servers: 'a:1' })).toThrow('takes servers or a client, not both')
    expect(() => new KeyvMemcached({ client })).toThrow('needs a client with { trackKeys: true }')
    await client.close()
  })
})

describe('KeyvMemcached when memcached is down', () => {
  it('gives misses, rejects nothing, and fires the error event of Keyv for each call', async () => {
    const server = await startMemcached()
    const store = new KeyvMemcached({ servers: server.address })
    const keyv = new Keyv(store)
    const errors: unknown[] = []
    keyv.on('error', (error) => errors.push(error))
    await keyv.set('key', 1)
    await server.stop()
    const calls: [() => Promise<unknown>, unknown][] = [
      [() => keyv.get('key'), undefined],
      [() => keyv.get(['key', 'other']), [undefined, undefined]],
      [() => keyv.set('key', 2), false],
      [() => keyv.setMany([{ key: 'key', value: 2 }]), [false]],
      [() => keyv.has('key'), false],
      [() => keyv.hasMany(['key']), [false]],
      [() => keyv.delete('key'), false],
      [() => keyv.delete(['key']), false],
      [() => keyv.clear(), undefined],
    ]
    for (const [call, outcome] of calls) {
      const before = errors.length
      await expect(call(), String(call)).resolves.toEqual(outcome)
      expect(errors.length, String(call)).toBeGreaterThan(before)
    }
    expect(errors[0]).toMatchObject({ name: 'TransportError', code: 'connection' })
    await store.disconnect()
  })

  it('serves a client of the application the same: its own listener hears of the failures too', async () => {
    const server = await startMemcached()
    const heard: unknown[] = []
    const client = new MemcachedClient({
      transport: new MetaTransport({ servers: [server.address] }),
      trackKeys: true,
      failures: 'throw',
      onFailure: ({ error }) => heard.push(error),
    })
    await server.stop()
    const store = new KeyvMemcached({ client })
    await expect(store.get('key')).resolves.toBeUndefined()
    expect(heard).toHaveLength(1)
    await client.close()
  })

  it('goes on by itself when memcached is back', async () => {
    const server = await startMemcached()
    const store = new KeyvMemcached({ servers: server.address })
    const keyv = new Keyv(store)
    keyv.on('error', () => {})
    await server.stop()
    await keyv.get('key')
    const again = await startMemcached({ port: server.port })
    await vi.waitFor(async () => expect(await keyv.set('key', 'back')).toBe(true), { timeout: 10_000 })
    await expect(keyv.get('key')).resolves.toBe('back')
    await store.disconnect()
    await again.stop()
  })
})
