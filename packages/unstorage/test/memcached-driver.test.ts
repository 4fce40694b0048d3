import { MemcachedClient } from '@lmc/client'
import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { MetaTransport } from '@lmc/transport-meta'
import { createStorage, type Driver, prefixStorage, restoreSnapshot, snapshot, type Storage } from 'unstorage'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import defaultDriver, { memcachedDriver } from '../src/index.ts'

describe('memcachedDriver', () => {
  let server: MemcachedServer
  let storage: Storage

  beforeAll(async () => {
    server = await startMemcached()
  })
  beforeEach(() => {
    storage = createStorage({ driver: memcachedDriver({ servers: server.address }) })
  })
  afterEach(async () => {
    await storage.clear()
    await storage.dispose()
  })
  afterAll(() => server.stop())

  it('is the default export, as Nitro wants it', () => {
    expect(defaultDriver).toBe(memcachedDriver)
  })

  it('has nothing at first', async () => {
    await expect(storage.hasItem('s1:a')).resolves.toBe(false)
    await expect(storage.getItem('s2:a')).resolves.toBeNull()
    await expect(storage.getItemRaw('s2:a')).resolves.toBeNull()
    await expect(storage.getKeys()).resolves.toEqual([])
  })

  it.each<[string, string | number | boolean | object]>([
    ['text', 'Grüße'],
    ['0', 0],
    ['false', false],
    ['an object', { json: ['works', null] }],
    ['what toJSON gives', { toJSON: () => 'serialized' }],
  ])('stores %s', async (_, value) => {
    await storage.setItem('data:value', value)
    await expect(storage.hasItem('data:value')).resolves.toBe(true)
    await expect(storage.getItem('data:value')).resolves.toEqual(JSON.parse(JSON.stringify(value)))
  })

  it('leaves the refusal of what is no JSON to unstorage', async () => {
    class Strange {
      readonly of = new Map()
    }
    await expect(storage.setItem('bad', new Strange())).rejects.toThrow('[unstorage] Cannot stringify value!')
  })

  it.each([
    ['bytes', Uint8Array.of(0, 1, 255)],
    ['an ArrayBuffer', Uint8Array.of(0, 1, 255).buffer],
  ])('keeps %s as they are, without base64', async (_, value) => {
    await storage.setItemRaw('data/raw.bin', value)
    const bytes: Uint8Array | null = await storage.getItemRaw('data/raw.bin')
    expect(Buffer.from(bytes ?? [])).toEqual(Buffer.from([0, 1, 255]))
  })

  it('lists keys, under a base, and down to a depth', async () => {
    const keys = ['a', 'b:c', 'b:d', 'b:e:f', 'bc:d']
    for (const key of keys) await storage.setItem(key, key)
    const list = async (...args: Parameters<Storage['getKeys']>): Promise<string[]> =>
      (await storage.getKeys(...args)).toSorted((one, other) => (one < other ? -1 : 1))
    await expect(list()).resolves.toEqual(keys)
    await expect(list('b')).resolves.toEqual(['b:c', 'b:d', 'b:e:f'])
    await expect(list(undefined, { maxDepth: 0 })).resolves.toEqual(['a'])
    await expect(list(undefined, { maxDepth: 1 })).resolves.toEqual(['a', 'b:c', 'b:d', 'bc:d'])
  })

  it('reads and stores several at once, with options for all and for one', async () => {
    const transport = new MetaTransport({ servers: [server.address] })
    const client = new MemcachedClient({ transport, trackKeys: true })
    const set = vi.spyOn(transport, 'set')
    storage.mount('t', memcachedDriver({ client }))
    await storage.setItems(
      [
        { key: 't:1', value: 'one' },
        { key: 't:2', value: 'two', options: { ttl: 5 } },
      ],
      { ttl: 60 },
    )
    expect(set.mock.calls.map(([, , options]) => options?.lifetime)).toEqual([60, 5])
    await expect(storage.getItems(['t:1', { key: 't:2' }, 't:3'])).resolves.toEqual([
      { key: 't:1', value: 'one' },
      { key: 't:2', value: 'two' },
      { key: 't:3', value: null },
    ])
    await client.close()
  })

  it('removes an item, those under a base, and all', async () => {
    const fill = async (): Promise<void> => {
      for (const key of ['a', 'b:c', 'b:d']) await storage.setItem(key, key)
    }
    await fill()
    await storage.removeItem('a')
    await expect(storage.getItem('a')).resolves.toBeNull()
    await fill()
    await storage.getMount('').driver.clear?.('b:', {})
    await expect(storage.getKeys()).resolves.toEqual(['a'])
    await fill()
    await storage.clear()
    await expect(storage.getKeys()).resolves.toEqual([])
  })

  it('drops more than a batch under a base', async () => {
    const items = Array.from({ length: 2500 }, (_, index) => ({ key: `many:${index}`, value: index }))
    await storage.setItems([...items, { key: 'other', value: 1 }])
    await storage.getMount('').driver.clear?.('many:', {})
    await expect(storage.getKeys()).resolves.toEqual(['other'])
  })

  it('keeps snapshots, prefixes, mounts and meta data', async () => {
    await restoreSnapshot(storage, { 'a:b': 'works' })
    await expect(prefixStorage(storage, 'a').getItem('b')).resolves.toBe('works')
    await expect(snapshot(storage, 'a')).resolves.toEqual({ b: 'works' })
    await storage.setMeta('a:b', { mtime: new Date(0) })
    await expect(storage.getMeta('a:b')).resolves.toEqual({ mtime: new Date(0) })
    const parent = createStorage()
    parent.mount('cache', memcachedDriver({ servers: server.address }))
    await expect(parent.getKeys('cache')).resolves.toEqual(['cache:a:b'])
    await parent.dispose()
  })

  it('gives an item a lifetime of its own, else that of the driver, in whole seconds', async () => {
    const transport = new MetaTransport({ servers: [server.address] })
    const client = new MemcachedClient({ transport, trackKeys: true })
    const driver = memcachedDriver({ client, ttl: '2m' })
    const set = vi.spyOn(transport, 'set')
    await driver.setItem?.('a', '1', {})
    await driver.setItem?.('b', '1', { ttl: 1.2 })
    await driver.setItem?.('c', '1', { ttl: 0 })
    await driver.setItem?.('d', '1', { ttl: Number.POSITIVE_INFINITY })
    await driver.setItem?.('e', '1', { ttl: '1h' })
    expect(set.mock.calls.map(([, , options]) => options?.lifetime)).toEqual([120, 2, 0, 0, 3600])
    await client.close()
  })

  it.each([
    [Number.NaN, 'Lifetime is NaN'],
    [-1, 'Lifetime is -1'],
    ['soon', 'Lifetime is "soon"'],
    [{}, 'Lifetime is of type object'],
    [null, 'Lifetime is of type object'],
  ])('stores nothing with the ttl %o', async (ttl, message) => {
    await expect(storage.setItem('key', 'value', { ttl })).rejects.toThrow(message)
    await expect(storage.hasItem('key')).resolves.toBe(false)
  })

  it('has a namespace of its own in a client of the application, which it leaves open', async () => {
    const client = new MemcachedClient({
      transport: new MetaTransport({ servers: [server.address] }),
      trackKeys: true,
    })
    const [one, other] = [memcachedDriver({ client }), memcachedDriver({ client, namespace: 'other' })]
    await one.setItem?.('key', 'of one', {})
    await other.setItem?.('key', 'of the other', {})
    await expect(one.getItem('key')).resolves.toBe('of one')
    await other.clear?.('', {})
    await expect(client.get('key', { namespace: 'unstorage' })).resolves.toBe('of one')
    await one.dispose?.()
    await expect(client.keys('unstorage')).resolves.toEqual(['key'])
    await client.close()
  })

  it('takes options that have been JSON, with the name that Nitro leaves in them', async () => {
    const options = JSON.parse(
      JSON.stringify({ driver: '@lmc/unstorage', servers: [server.address], ttl: '1h', namespace: 'n' }),
    )
    const driver: Driver = memcachedDriver(options)
    await driver.setItem?.('key', 'value', {})
    await expect(driver.getItem('key')).resolves.toBe('value')
    await driver.dispose?.()
  })

  it.each<[unknown, string]>([
    ['redis://x', "expected an object such as { servers: ['127.0.0.1:11211'] }"],
    [{ base: 'x' }, 'memcachedDriver has no option "base"; did you mean "namespace"?'],
    [{ client: {} }, 'client is no MemcachedClient'],
    [{ namespace: 5 }, 'namespace is of type number'],
  ])('refuses %o', (options, message) => {
    expect(() => Reflect.apply(memcachedDriver, undefined, [options])).toThrow(TypeError)
    expect(() => Reflect.apply(memcachedDriver, undefined, [options])).toThrow(message)
  })
})

describe('memcachedDriver when memcached is down', () => {
  it('has no items and stores none; with `throw` it rejects', async () => {
    const server = await startMemcached()
    await server.stop()
    const warned = vi.spyOn(process, 'emitWarning').mockReturnValue()
    const calm = createStorage({ driver: memcachedDriver({ servers: server.address }) })
    await calm.setItem('key', 1)
    await expect(calm.getItem('key')).resolves.toBeNull()
    await expect(calm.getItems(['key'])).resolves.toEqual([{ key: 'key', value: null }])
    await expect(calm.getKeys()).resolves.toEqual([])
    await calm.clear()
    await calm.dispose()
    expect(warned).toHaveBeenCalled()
    const strict = createStorage({ driver: memcachedDriver({ servers: server.address, failures: 'throw' }) })
    await expect(strict.setItem('key', 1)).rejects.toMatchObject({ code: 'connection' })
    await expect(strict.getItem('key')).rejects.toMatchObject({ code: 'connection' })
    await strict.dispose()
    warned.mockRestore()
  })
})
