import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { Keyv, KeyvBridgeAdapter } from 'keyv-6'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { KeyvMemcached } from '../src/index.ts'

// Clauses of our own for what Keyv 6 asks of a store. Its suite is in its repository only, and runs by hand.
describe('KeyvMemcached under Keyv 6', () => {
  let server: MemcachedServer
  let store: KeyvMemcached
  let keyv: Keyv

  beforeAll(async () => {
    server = await startMemcached()
  })
  beforeEach(async () => {
    store = new KeyvMemcached({ servers: server.address })
    await store.client.invalidateAll()
    keyv = new Keyv({ store, namespace: 'shop' })
  })
  afterEach(async () => {
    vi.useRealTimers()
    await keyv.disconnect()
  })
  afterAll(() => server.stop())

  it.each([
    ['text', 'Grüße, 世界'],
    ['empty text', ''],
    ['0', 0],
    ['false', false],
    ['null', null],
    ['an object', { a: [1, null, { b: '' }] }],
    ['text that begins like bytes', ':base64:AA=='],
  ])('stores %s, has it, and deletes it', async (_, value) => {
    await expect(keyv.set('key', value)).resolves.toBe(true)
    await expect(keyv.get('key')).resolves.toEqual(value)
    await expect(keyv.has('key')).resolves.toBe(true)
    await expect(keyv.delete('key')).resolves.toBe(true)
    await expect(keyv.has('key')).resolves.toBe(false)
    await expect(keyv.delete('key')).resolves.toBe(false)
  })

  it('stores, reads, has and deletes several, each with an outcome of its own', async () => {
    const entries = Array.from({ length: 200 }, (_, index) => ({ key: `key:${index}`, value: index }))
    const keys = entries.map(({ key }) => key)
    await expect(keyv.setMany(entries)).resolves.toEqual(entries.map(() => true))
    await expect(keyv.getMany(['none', ...keys])).resolves.toEqual([
      undefined,
      ...entries.map(({ value }) => value),
    ])
    await expect(keyv.hasMany(['key:0', 'none', 'key:199'])).resolves.toEqual([true, false, true])
    await keyv.deleteMany(keys.slice(1))
    await expect(keyv.hasMany(keys)).resolves.toEqual(keys.map((_, index) => index === 0))
    for (const call of [keyv.getMany([]), keyv.setMany([]), keyv.hasMany([])])
      await expect(call).resolves.toEqual([])
  })

  it('ends a lifetime of 300 ms after 300 ms, that of an entry as well', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    await keyv.set('one', 1, 300)
    await keyv.setMany([
      { key: 'two', value: 2, ttl: 300 },
      { key: 'three', value: 3 },
    ])
    const keys = ['one', 'two', 'three']
    vi.setSystemTime(Date.now() + 299)
    await expect(keyv.getMany(keys)).resolves.toEqual([1, 2, 3])
    vi.setSystemTime(Date.now() + 1)
    await expect(keyv.getMany(keys)).resolves.toEqual([undefined, undefined, 3])
  })

  it('takes the end of a value, by the bridge of Keyv 6; an end that has passed stores nothing', async () => {
    const bridge = new KeyvBridgeAdapter(store)
    vi.useFakeTimers({ toFake: ['Date'] })
    await bridge.set('key', 'value', Date.now() + 300)
    await bridge.set('past', 'value', Date.now() - 1)
    await expect(bridge.get('past')).resolves.toBeUndefined()
    vi.setSystemTime(Date.now() + 299)
    await expect(bridge.get('key')).resolves.toBe('value')
    vi.setSystemTime(Date.now() + 1)
    await expect(bridge.get('key')).resolves.toBeUndefined()
  })

  it('iterates over its namespace, and clears nothing else', async () => {
    const others = new Keyv({ store: new KeyvMemcached({ client: store.client }), namespace: 'shop:2' })
    await others.set('other', 0)
    await keyv.setMany(Array.from({ length: 250 }, (_, index) => ({ key: `key:${index}`, value: index })))
    const found = new Map<unknown, unknown>()
    for await (const [key, value] of keyv.iterator()) found.set(key, value)
    expect(found).toEqual(new Map(Array.from({ length: 250 }, (_, index) => [`key:${index}`, index])))
    await keyv.clear()
    await expect(keyv.has('key:1')).resolves.toBe(false)
    await expect(others.get('other')).resolves.toBe(0)
    for await (const entry of keyv.iterator()) expect.unreachable(String(entry))
  })

  it('gives misses and fires the error event while memcached is down', async () => {
    const own = await startMemcached()
    const down = new Keyv({ store: new KeyvMemcached({ servers: own.address }) })
    const errors: unknown[] = []
    down.on('error', (error: unknown) => errors.push(error))
    await down.set('key', 1)
    await own.stop()
    await expect(down.get('key')).resolves.toBeUndefined()
    await expect(down.set('key', 2)).resolves.toBe(false)
    await expect(down.delete('key')).resolves.toBe(false)
    await down.clear()
    expect(errors.length).toBeGreaterThanOrEqual(4)
    expect(errors[0]).toMatchObject({ name: 'TransportError', code: 'connection' })
    await down.disconnect()
  })
})
