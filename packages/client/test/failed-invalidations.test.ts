import { setTimeout as sleep } from 'node:timers/promises'
import { freePort, type MemcachedServer, startMemcached } from '@lmc/testing'
import { FaultProxy, type Script } from '@lmc/transport/faults'
import { MemjsTransport } from '@lmc/transport-memjs'
import { MetaTransport } from '@lmc/transport-meta'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  type Failure,
  LostInvalidationsError,
  MemcachedClient,
  type MemcachedClientOptions,
} from '../src/index.ts'

const transports = [
  {
    name: 'MetaTransport',
    open: (servers: string[]) => new MetaTransport({ servers, timeout: 200, connectTimeout: 200 }),
  },
  {
    name: 'MemjsTransport',
    open: (servers: string[]) => new MemjsTransport({ servers, timeout: 200, connectTimeout: 200 }),
  },
]

const outages: readonly (readonly [name: string, script: Script])[] = [
  ['refuses', { refuse: true, requests: [{ do: 'reset' }] }],
  ['is silent', { requests: [{ do: 'drop' }] }],
]

describe.each(transports)('MemcachedClient over $name, when an invalidation has failed', ({ open }) => {
  let servers: MemcachedServer[]
  let proxies: FaultProxy[]
  let failures: Failure[]
  let cache: MemcachedClient
  /** Looks at the servers past the proxies. */
  let witness: MemcachedClient

  const start = (options: Partial<MemcachedClientOptions> = {}): MemcachedClient =>
    new MemcachedClient({
      transport: open(proxies.map(({ address }) => address)),
      onFailure: (failure) => void failures.push(failure),
      ...options,
    })

  beforeEach(async () => {
    servers = await Promise.all([startMemcached(), startMemcached()])
    proxies = await Promise.all(servers.map(({ port }) => FaultProxy.start(port)))
    failures = []
    cache = start()
    witness = new MemcachedClient({ transport: new MetaTransport({ servers: [servers[0]?.address ?? ''] }) })
  })
  afterEach(async () => {
    await Promise.all([cache.close(), witness.close()])
    await Promise.all(proxies.map((proxy) => proxy.stop()))
    await Promise.all(servers.map((server) => server.stop()))
  })

  const play = async (script: Script): Promise<void> => proxies[0]?.play(script)

  /** So many keys that are on the first server, each set to its own name. */
  async function keysOfFirst(count: number): Promise<string[]> {
    const candidates = Array.from({ length: 20 + 10 * count }, (_, index) => `key:${index}`)
    await cache.setMany(
      candidates.map((key) => [key, key]),
      { raw: true },
    )
    const there = await witness.getMany(candidates, { raw: true })
    expect(there.size).toBeGreaterThanOrEqual(count)
    return [...there.keys()].slice(0, count)
  }

  /** Resolves when the first server holds nothing under the key. */
  async function gone(key: string): Promise<void> {
    while ((await witness.get(key, { raw: true })) !== undefined) await sleep(10)
  }

  /** What a read gives, again and again, until it is an answer of the servers: what they fail by is reported. */
  async function answersUntilBack(read: () => Promise<unknown>): Promise<unknown[]> {
    const answers: unknown[] = []
    for (let isBack = false; !isBack;) {
      const told = failures.length
      answers.push(await read().catch(() => undefined))
      isBack = failures.length === told
    }
    return answers
  }

  describe.each(outages)('for a server that %s', (_, outage) => {
    it.each(['miss', 'throw'] as const)(
      "with failures: '%s' the first answer is not the value that should be gone",
      async (policy) => {
        await cache.close()
        cache = start({ failures: policy })
        const [key = ''] = await keysOfFirst(1)
        await play(outage)
        const invalidated = cache.invalidate(key, { raw: true })
        if (policy === 'miss') await expect(invalidated).resolves.toBe(false)
        else await expect(invalidated).rejects.toThrow('delete')
        await play({})
        const answers = await answersUntilBack(() => cache.get(key, { raw: true }))
        expect(answers).toEqual(answers.map(() => undefined))
        await expect(witness.get(key, { raw: true })).resolves.toBeUndefined()
      },
    )

    it('a value is not given any more when something that it depends on was to be invalidated', async () => {
      await cache.set('page', 'old', { dependencies: ['product:7'] })
      await expect(cache.get('page')).resolves.toBe('old')
      await Promise.all(proxies.map((proxy) => proxy.play(outage)))
      await expect(cache.invalidate({ dependencies: ['product:7'] })).resolves.toBe(false)
      await Promise.all(proxies.map((proxy) => proxy.play({})))
      const answers = await answersUntilBack(() => cache.get('page'))
      expect(answers).toEqual(answers.map(() => undefined))
    })

    it('the value is dropped for everybody soon after the server is back, though nobody asks', async () => {
      const keys = await keysOfFirst(30)
      await play(outage)
      await expect(cache.invalidateMany(keys, { raw: true })).resolves.toBe(0)
      await sleep(300)
      await play({})
      await Promise.all(keys.map(gone))
    })

    it('getMany gives the values that are not concerned', async () => {
      const [old = '', other = ''] = await keysOfFirst(2)
      await play(outage)
      await cache.invalidate(old, { raw: true })
      await play({})
      let values = new Map<string, unknown>()
      while (!values.has(other)) {
        values = await cache.getMany([old, other], { raw: true })
        expect(values.has(old)).toBe(false)
      }
    })

    it('values that a failed invalidateAll() should have dropped are not given; those of other servers, set later, are', async () => {
      const [old = ''] = await keysOfFirst(1)
      await play(outage)
      await expect(cache.invalidateAll()).resolves.toBe(false)
      // What the other server is told once more has been told by now.
      await sleep(300)
      await cache.setMany(
        Array.from({ length: 20 }, (__, index) => [`later:${index}`, index]),
        { raw: true },
      )
      const later = await cache.getMany(
        Array.from({ length: 20 }, (__, index) => `later:${index}`),
        { raw: true },
      )
      expect(later.size).toBeGreaterThan(0)
      await play({})
      await expect(cache.get(old, { raw: true })).resolves.toBeUndefined()
      await gone(old)
      await expect(cache.getMany(later.keys(), { raw: true })).resolves.toEqual(later)
    })
  })

  it('a value that is set later stays', async () => {
    const [key = ''] = await keysOfFirst(1)
    await play({ refuse: true, requests: [{ do: 'reset' }] })
    await cache.invalidate(key, { raw: true })
    await play({})
    await expect.poll(() => cache.set(key, 'new', { raw: true })).toBe(key)
    await sleep(300)
    await expect(cache.get(key, { raw: true })).resolves.toBe('new')
  })

  it('an invalidation that its signal has cut short is made up for as well', async () => {
    const [key = ''] = await keysOfFirst(1)
    await play({ requests: [{ do: 'drop' }] })
    const signal = AbortSignal.timeout(20)
    await expect(cache.invalidate(key, { raw: true, signal })).rejects.toThrow('aborted')
    await play({ requests: [{ do: 'reset' }], later: {} })
    await gone(key)
  })

  it('a namespace whose list could not be read is dropped later, before anything of it is given', async () => {
    await cache.close()
    cache = start({ trackKeys: true })
    const entries = Array.from({ length: 40 }, (_, index) => [`key:${index}`, index] as const)
    await cache.setMany(entries, { namespace: 'shop' })
    await Promise.all(proxies.map((proxy) => proxy.play({ refuse: true, requests: [{ do: 'reset' }] })))
    await expect(cache.invalidateNamespace('shop')).resolves.toBe(0)
    expect(failures.map(({ operation }) => operation)).toContain('invalidateNamespace')
    await Promise.all(proxies.map((proxy) => proxy.play({})))
    const names = entries.map(([key]) => key)
    await expect(cache.getMany(names, { namespace: 'shop' })).resolves.toEqual(new Map())
    await expect.poll(() => cache.keys('shop')).toEqual([])
  })

  it('of more than rememberedInvalidations the newest are made up for, and the others reported', async () => {
    await cache.close()
    cache = start({ rememberedInvalidations: 2 })
    const keys = await keysOfFirst(3)
    const [first = '', ...newest] = keys
    await play({ refuse: true, requests: [{ do: 'reset' }] })
    for (const key of keys) await cache.invalidate(key, { raw: true })
    const lost = failures.map(({ error }) => error).filter((error) => error instanceof LostInvalidationsError)
    expect(lost).toMatchObject([{ what: 'keys', names: [first] }])
    await play({})
    await Promise.all(newest.map(gone))
    await expect(witness.get(first, { raw: true })).resolves.toBe(first)
  })

  it('close() tries for the last time, and reports what it has to give up', async () => {
    const [key = ''] = await keysOfFirst(1)
    await play({ refuse: true, requests: [{ do: 'reset' }] })
    await cache.invalidate(key, { raw: true })
    await cache.close()
    expect(failures.at(-1)?.error).toMatchObject({
      name: 'LostInvalidationsError',
      what: 'keys',
      names: [key],
    })

    cache = start()
    await play({ refuse: true, requests: [{ do: 'reset' }] })
    await cache.invalidate(key, { raw: true })
    await play({})
    // A transport tries a server that has refused no more than every few milliseconds.
    await sleep(20)
    await cache.close()
    await expect(witness.get(key, { raw: true })).resolves.toBeUndefined()
  })
})

describe('MemcachedClient, when invalidateAll() has failed and the servers are others by now', () => {
  it('has those flushed', async () => {
    const server = await startMemcached()
    const down = await freePort()
    const transport = new MetaTransport({ servers: [server.address] })
    const cache = new MemcachedClient({ transport })
    await cache.set('key', 'old')
    transport.setServers([`127.0.0.1:${down}`])
    await expect(cache.invalidateAll()).resolves.toBe(false)
    transport.setServers([server.address])
    await expect(cache.get('key')).resolves.toBeUndefined()
    await cache.close()
    await server.stop()
  })
})
