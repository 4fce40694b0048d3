import { InvalidKeyError, RawKey } from '@lmc/keys'
import { freePort, startMemcached } from '@lmc/memcached-server'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  type Failure,
  KeyTrackingDisabledError,
  MemcachedClient,
  type MemcachedClientOptions,
} from '../src/index.ts'
import { type Environment, environments, networkTransports } from './environments.ts'

// The README of Python's lovely.memcached, section by section. This client is its successor.

const sorted = (keys: readonly unknown[]): unknown[] =>
  keys.toSorted((one, other) => Number(one) - Number(other))

describe.each(environments)('lovely.memcached over $name', ({ start }) => {
  let environment: Environment
  let clients: MemcachedClient[]

  beforeAll(async () => {
    environment = await start()
  })
  afterAll(async () => {
    await environment.stop()
  })
  beforeEach(() => {
    clients = []
  })
  afterEach(async () => {
    await Promise.all(clients.map((client) => client.invalidateAll()))
    await Promise.all(clients.map((client) => client.close()))
  })

  const client = (options: Omit<MemcachedClientOptions, 'transport'> = {}): MemcachedClient => {
    const created = new MemcachedClient({ transport: environment.open(), ...options })
    clients.push(created)
    return created
  }

  describe('storing', () => {
    it('has a default lifetime of 3600 seconds', () => {
      expect(client().defaultLifetime).toBe(3600)
    })

    it("set resolves to the generated key, for 'cache_key' 188693688126b424eb89e1385eca6f01", async () => {
      const util = client()
      await expect(util.set('cache_key', 'cached value')).resolves.toBe('188693688126b424eb89e1385eca6f01')
      await expect(util.get('cache_key')).resolves.toBe('cached value')
    })

    it('get resolves to undefined after invalidate', async () => {
      const util = client()
      await util.set('cache_key', 'cached value')
      await expect(util.invalidate('cache_key')).resolves.toBe(true)
      await expect(util.get('cache_key')).resolves.toBeUndefined()
      await expect(util.invalidate('cache_key')).resolves.toBe(false)
    })

    it('get resolves to its default on a miss only', async () => {
      const util = client()
      await util.set('null', null)
      await expect(util.get('cache_key', { default: 'other' })).resolves.toBe('other')
      await expect(util.get('null', { default: 'other' })).resolves.toBeNull()
    })

    it.each([
      'cached value ä',
      'Ünïcödé',
      '漢字かな',
      '👩‍👩‍👧 👋🏽',
      '\ud800',
      'a\udfffb',
      '',
      '\0',
      '\r\nEND\r\n',
      '\ufeffBOM',
    ])('%j comes back as a value and as a key', async (text) => {
      const util = client()
      await util.set('cache_key', text)
      await expect(util.get('cache_key')).resolves.toBe(text)
      await util.set(text, 'by that key')
      await expect(util.get(text)).resolves.toBe('by that key')
      await util.set({ [text]: [text] }, { [text]: [text] })
      await expect(util.get({ [text]: [text] })).resolves.toEqual({ [text]: [text] })
    })

    it('keys that look alike are different keys', async () => {
      const util = client()
      const keys = [
        '\ud800',
        '\ufffd',
        'é',
        'e\u0301',
        '',
        '1',
        1,
        true,
        'true',
        null,
        'null',
        [],
        {},
        [1],
        ['1'],
        [[1]],
        { a: 1 },
      ]
      await util.setMany(keys.map((key, index) => [key, index]))
      for (const [index, key] of keys.entries()) await expect(util.get(key)).resolves.toBe(index)
    })

    it('invalidateAll empties the whole cache', async () => {
      const util = client()
      await util.set('cache_key', 'cached value')
      await util.set('cache_key', 'cached value', { namespace: 'other' })
      await expect(util.invalidateAll()).resolves.toBe(true)
      await expect(util.get('cache_key')).resolves.toBeUndefined()
      await expect(util.get('cache_key', { namespace: 'other' })).resolves.toBeUndefined()
    })
  })

  describe('namespaces', () => {
    it("two clients with default namespaces 1 and 2 do not see each other's keys, unless they name the other", async () => {
      const util1 = client({ defaultNamespace: '1' })
      const util2 = client({ defaultNamespace: '2' })
      await util1.set(1, 1)
      await util2.set(2, 2)
      await expect(util1.get(1)).resolves.toBe(1)
      await expect(util1.get(2)).resolves.toBeUndefined()
      await expect(util1.get(2, { namespace: '2' })).resolves.toBe(2)
      await expect(util2.get(2)).resolves.toBe(2)
      await expect(util2.get(1)).resolves.toBeUndefined()
      await util1.invalidateAll()
      await expect(util1.get(1)).resolves.toBeUndefined()
      await expect(util2.get(2)).resolves.toBeUndefined()
    })

    it("invalidate drops the namespace's own value only", async () => {
      const util = client()
      await util.set('key', 'of none')
      await util.set('key', 'of a', { namespace: 'a' })
      await util.set('key', 'of the empty one', { namespace: '' })
      await util.invalidate('key', { namespace: 'a' })
      await expect(util.get('key', { namespace: 'a' })).resolves.toBeUndefined()
      await expect(util.get('key')).resolves.toBe('of none')
      await expect(util.get('key', { namespace: '' })).resolves.toBe('of the empty one')
    })

    it('namespace a with key bc is not namespace ab with key c', async () => {
      const util = client()
      await util.set('bc', 1, { namespace: 'a' })
      await expect(util.get('c', { namespace: 'ab' })).resolves.toBeUndefined()
      await expect(util.get(['a', 'bc'])).resolves.toBeUndefined()
    })
  })

  describe('getting existing keys', () => {
    it('keys() without trackKeys rejects', async () => {
      const call = client().keys()
      await expect(call).rejects.toBeInstanceOf(KeyTrackingDisabledError)
      await expect(call).rejects.toThrow('trackKeys: true')
    })

    it('keys() lists the keys as they were given, each once', async () => {
      const util3 = client({ trackKeys: true })
      await expect(util3.keys()).resolves.toEqual([])
      await util3.set(1, 1)
      await expect(util3.keys()).resolves.toEqual([1])
      await util3.set(2, 2)
      await util3.set(2, 'again')
      await expect(util3.keys().then(sorted)).resolves.toEqual([1, 2])
    })

    it('keys() lists any kind of key, numbers as numbers and texts as texts', async () => {
      const util3 = client({ trackKeys: true })
      const keys = [
        '1',
        1,
        -1.5,
        true,
        null,
        '',
        'ä 漢 👋 \ud800\n',
        ['list', 1],
        { b: [null], a: { c: 'd' } },
      ]
      await util3.setMany(keys.map((key) => [key, 'value']))
      const listed = await util3.keys()
      expect(listed).toHaveLength(keys.length)
      expect(listed).toEqual(expect.arrayContaining(keys))
    })

    it('iterateKeys() yields the same keys, one by one', async () => {
      const util3 = client({ trackKeys: true, defaultNamespace: 'ns' })
      await util3.setMany([1, 2, 3].map((key) => [key, key]))
      const given: unknown[] = []
      for await (const key of util3.iterateKeys()) given.push(key)
      expect(sorted(given)).toEqual([1, 2, 3])
      await expect(client().iterateKeys().next()).rejects.toBeInstanceOf(KeyTrackingDisabledError)
    })

    it('keys() lists the keys that other clients have set', async () => {
      const util3 = client({ trackKeys: true })
      const other = client({ trackKeys: true })
      await util3.setMany([1, 2].map((key) => [key, key]))
      await other.set(3, 3)
      await expect(util3.keys().then(sorted)).resolves.toEqual([1, 2, 3])
      await expect(other.keys().then(sorted)).resolves.toEqual([1, 2, 3])
    })

    it('keys() does not list expired keys', async () => {
      const util3 = client({ trackKeys: true })
      await util3.setMany([1, 2, 3].map((key) => [key, key]))
      await util3.set(4, 4, { lifetime: 2 })
      await expect(util3.keys().then(sorted)).resolves.toEqual([1, 2, 3, 4])
      await environment.elapse(3)
      await expect(util3.keys().then(sorted)).resolves.toEqual([1, 2, 3])
      await expect(util3.get(4)).resolves.toBeUndefined()
    })

    it('keys() lists a key again that was set again', async () => {
      const util3 = client({ trackKeys: true })
      await util3.set(4, 4, { lifetime: 2 })
      await environment.elapse(3)
      await util3.set(4, 4)
      await expect(util3.keys()).resolves.toEqual([4])
    })

    it('keys belong to a namespace, by default to the one of the client', async () => {
      const util3 = client({ trackKeys: true })
      await util3.setMany([1, 2, 3].map((key) => [key, key]))
      await util3.set(5, 5, { namespace: '3' })
      await expect(util3.keys().then(sorted)).resolves.toEqual([1, 2, 3])
      await expect(util3.keys('3')).resolves.toEqual([5])
      await expect(client({ trackKeys: true, defaultNamespace: '3' }).keys()).resolves.toEqual([5])
      await expect(util3.keys('')).resolves.toEqual([])
    })

    it('keys() does not list keys that any client has invalidated', async () => {
      const util3 = client({ trackKeys: true })
      await util3.setMany([1, 2, 3, 4].map((key) => [key, key]))
      await util3.invalidate(1)
      await client().invalidate(4)
      await expect(util3.keys().then(sorted)).resolves.toEqual([2, 3])
      await expect(util3.keys(undefined, { verify: false }).then(sorted)).resolves.toEqual([1, 2, 3, 4])
    })

    it('keys() is empty after invalidateAll, and lists keys that are set later', async () => {
      const util3 = client({ trackKeys: true })
      await util3.setMany([1, 2, 3].map((key) => [key, key]))
      await client().invalidateAll()
      await expect(util3.keys()).resolves.toEqual([])
      await util3.set(6, 6)
      await expect(util3.keys()).resolves.toEqual([6])
    })
  })

  describe('raw keys', () => {
    it.each([
      ['a', undefined, 'a'],
      ['a', 'NS_', 'NS_a'],
      ['http://a/bc?x=1', 'NS_', 'NS_http://a/bc?x=1'],
      ['k'.repeat(250), undefined, 'k'.repeat(250)],
    ])('%j in the namespace %j is the memcached key %j', async (key, namespace, own) => {
      const util4 = client()
      await expect(util4.set(key, 'value of a', { raw: true, namespace })).resolves.toBe(own)
      await expect(util4.get(key, { raw: true, namespace })).resolves.toBe('value of a')
      const item = await util4.transport.get(own)
      expect(new TextDecoder().decode(item?.value)).toBe('value of a')
    })

    it.each([
      [1, undefined],
      [{}, undefined],
      ['', undefined],
      ['', 'NS_'],
      ['a b', undefined],
      ['a\nflush_all', undefined],
      ['a', 'N S'],
      ['ä', undefined],
      ['a', 'ä'],
      ['k'.repeat(251), undefined],
      ['k'.repeat(248), 'NS_'],
    ])('%j in the namespace %j is not a raw key', async (key, namespace) => {
      const util4 = client({ trackKeys: true })
      await util4.set('a', 'kept', { raw: true })
      const options = { raw: true, namespace }
      await expect(util4.set(key, 'x', options)).rejects.toBeInstanceOf(InvalidKeyError)
      await expect(util4.get(key, options)).rejects.toBeInstanceOf(InvalidKeyError)
      await expect(util4.getMany([key], options)).rejects.toBeInstanceOf(InvalidKeyError)
      await expect(
        util4.setMany(
          [
            ['fine', 1],
            [key, 'x'],
          ],
          options,
        ),
      ).rejects.toBeInstanceOf(InvalidKeyError)
      await expect(util4.invalidate(key, options)).rejects.toBeInstanceOf(InvalidKeyError)
      await expect(util4.invalidateMany(['a', key], options)).rejects.toBeInstanceOf(InvalidKeyError)
      await expect(util4.get('a', { raw: true })).resolves.toBe('kept')
      await expect(util4.keys(undefined, { verify: false })).resolves.toEqual([new RawKey('a')])
    })

    it("'a' and raw 'a' are different keys, for get and for invalidate", async () => {
      const util4 = client()
      await util4.set('a', 'value of a', { raw: true })
      await expect(util4.get('a', { raw: true })).resolves.toBe('value of a')
      await expect(util4.get('a', { raw: false })).resolves.toBeUndefined()
      await util4.invalidate('a')
      await expect(util4.get('a', { raw: true })).resolves.toBe('value of a')
      await util4.invalidate('a', { raw: true })
      await expect(util4.get('a', { raw: true })).resolves.toBeUndefined()
    })

    it('keys() lists raw keys as RawKey without their namespace, and invalidateMany drops them', async () => {
      const util4 = client({ trackKeys: true })
      await util4.set('a', 1, { raw: true, namespace: 'NS_' })
      await expect(util4.keys('NS_')).resolves.toEqual([new RawKey('a')])
      await util4.set('a', 2, { namespace: 'NS_' })
      const keys = await util4.keys('NS_')
      expect(keys).toHaveLength(2)
      await expect(util4.getMany(keys, { namespace: 'NS_' })).resolves.toHaveProperty('size', 2)
      await expect(util4.invalidateMany(keys, { namespace: 'NS_' })).resolves.toBe(2)
      await expect(util4.keys('NS_')).resolves.toEqual([])
    })
  })

  describe('statistics', () => {
    it('has one entry per server, its name and its figures', async () => {
      const util = client()
      await util.set('cache_key', 'cached value')
      const entries = await util.getStatistics()
      expect(entries.map(({ server }) => server)).toEqual(util.transport.servers)
      for (const { statistics } of entries)
        expect(statistics).toMatchObject({ curr_items: expect.stringMatching(/^[1-9]\d*$/) })
    })
  })
})

describe.each(networkTransports)('$name without options', ({ open }) => {
  it('has the default server 127.0.0.1:11211', async () => {
    const transport = open()
    expect(transport.servers).toEqual(['127.0.0.1:11211'])
    await transport.close()
  })
})

describe.each(networkTransports)('a server that is down, over $name', ({ open }) => {
  it('is a miss, and is used by the very next call when it is back', async () => {
    const port = await freePort()
    const failures: Failure[] = []
    const util = new MemcachedClient({
      transport: open([`127.0.0.1:${port}`]),
      trackKeys: true,
      onFailure: (failure) => void failures.push(failure),
    })
    await expect(util.set('cache_object', 'cached value')).resolves.toBeUndefined()
    await expect(util.get('cache_object')).resolves.toBeUndefined()
    await expect(util.get('cache_object', { default: 'other' })).resolves.toBe('other')
    await expect(util.keys()).resolves.toEqual([])
    await expect(util.invalidateAll()).resolves.toBe(false)
    const operations = failures.map(({ operation }) => operation)
    expect(operations).toEqual(expect.arrayContaining(['set', 'track', 'get', 'keys', 'invalidateAll']))
    for (const { error } of failures)
      expect(error).toMatchObject({ name: 'TransportError', code: 'connection' })

    const server = await startMemcached({ port })
    try {
      failures.length = 0
      await expect(util.set('cache_object', 'cached value')).resolves.toMatch(/^[0-9a-f]{32}$/)
      await expect(util.get('cache_object')).resolves.toBe('cached value')
      await expect(util.keys()).resolves.toEqual(['cache_object'])
      expect(failures).toEqual([])
    } finally {
      await util.close()
      await server.stop()
    }
  })
})
