import { setTimeout as sleep } from 'node:timers/promises'
import { freePort, type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { TransportError } from '@lmc/transport'
import { FaultProxy, type Script } from '@lmc/transport-tests/faults'
import { MemjsTransport } from '@lmc/transport-memjs'
import { MemoryTransport } from '@lmc/transport-memory'
import { MetaTransport } from '@lmc/transport-meta'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  type Failure,
  LostInvalidationsError,
  MemcachedClient,
  type MemcachedClientOptions,
} from '../src/index.ts'

/**
 * In milliseconds: a timeout that no call reaches on a busy machine, and a timeout that a call to a silent
 * server reaches.
 */
const PATIENT = 20_000
const SHORT = 200

const transports = [
  {
    name: 'MetaTransport',
    open: (servers: string[], timeout: number) =>
      new MetaTransport({ servers, timeout, connectTimeout: timeout }),
  },
  {
    name: 'MemjsTransport',
    open: (servers: string[], timeout: number) =>
      new MemjsTransport({ servers, timeout, connectTimeout: timeout }),
  },
]

const outages: readonly (readonly [name: string, script: Script, timeout: number])[] = [
  ['refuses', { refuse: true, requests: [{ do: 'reset' }] }, PATIENT],
  ['is silent', { requests: [{ do: 'drop' }] }, SHORT],
]

describe.each(transports)('MemcachedClient over $name, when an invalidation has failed', ({ open }) => {
  let servers: MemcachedServer[]
  let proxies: FaultProxy[]
  let failures: Failure[]
  let cache: MemcachedClient
  /** Reads from the servers without the proxies. */
  let witness: MemcachedClient

  const start = (options: Partial<MemcachedClientOptions> = {}, timeout = PATIENT): MemcachedClient =>
    new MemcachedClient({
      transport: open(
        proxies.map(({ address }) => address),
        timeout,
      ),
      onFailure: (failure) => void failures.push(failure),
      ...options,
    })

  const witnessOf = (index: number): MemcachedClient => {
    const settings = { servers: [servers[index]?.address ?? ''], timeout: PATIENT, connectTimeout: PATIENT }
    return new MemcachedClient({ transport: new MetaTransport(settings), failures: 'throw' })
  }

  beforeEach(async () => {
    servers = await Promise.all([startMemcached(), startMemcached()])
    proxies = await Promise.all(servers.map(({ port }) => FaultProxy.start(port)))
    failures = []
    cache = start()
    witness = witnessOf(0)
  })
  afterEach(async () => {
    await Promise.all([cache.close(), witness.close()])
    await Promise.all(proxies.map((proxy) => proxy.stop()))
    await Promise.all(servers.map((server) => server.stop()))
  })

  const play = async (script: Script): Promise<void> => proxies[0]?.play(script)

  /** So many keys of the first server, each set to its own name. */
  async function keysOfFirst(count: number): Promise<string[]> {
    const candidates = Array.from({ length: 20 + 10 * count }, (_, index) => `key:${index}`)
    const entries = candidates.map((key) => [key, key] as const)
    while ((await cache.setMany(entries, { raw: true }).catch(() => [undefined])).includes(undefined));
    const there = await witness.getMany(candidates, { raw: true })
    expect(there.size).toBeGreaterThanOrEqual(count)
    return [...there.keys()].slice(0, count)
  }

  /** Resolves when the first server holds nothing under the key. */
  async function gone(key: string): Promise<void> {
    while ((await witness.get(key, { raw: true })) !== undefined) await sleep(10)
  }

  /** Repeats a read until the servers answer. Their failures are reported. */
  async function answersUntilBack(read: () => Promise<unknown>): Promise<unknown[]> {
    const answers: unknown[] = []
    for (let isBack = false; !isBack;) {
      const told = failures.length
      answers.push(await read().catch(() => undefined))
      isBack = failures.length === told
    }
    return answers
  }

  describe.each(outages)('for a server that %s', (_, outage, timeout) => {
    beforeEach(async () => {
      await cache.close()
      cache = start({}, timeout)
    })

    it.each(['miss', 'throw'] as const)(
      "with failures: '%s' the first answer is not the value that should be gone",
      async (policy) => {
        await cache.close()
        cache = start({ failures: policy }, timeout)
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

    it('a value is not returned after a failed invalidation of its dependency', async () => {
      while ((await cache.get('page')) !== 'old')
        await cache.set('page', 'old', { dependencies: ['product:7'] })
      await Promise.all(proxies.map((proxy) => proxy.play(outage)))
      await expect(cache.invalidateDependents(['product:7'])).resolves.toBe(false)
      await Promise.all(proxies.map((proxy) => proxy.play({})))
      const answers = await answersUntilBack(() => cache.get('page'))
      expect(answers).toEqual(answers.map(() => undefined))
    })

    it('the value is dropped for everybody soon after the server is back, without a call', async () => {
      const keys = await keysOfFirst(30)
      await play(outage)
      await expect(cache.invalidateMany(keys, { raw: true })).resolves.toBe(0)
      await sleep(300)
      await play({})
      await Promise.all(keys.map(gone))
    })

    it('getMany returns the values without a failed invalidation', async () => {
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

    it('values that a failed invalidateAll() should have dropped are not returned, and later values of other servers are', async () => {
      const [old = ''] = await keysOfFirst(1)
      await play(outage)
      await expect(cache.invalidateAll()).resolves.toBe(false)
      const entries = Array.from({ length: 20 }, (__, index) => [`later:${index}`, index] as const)
      let later = new Map<string, unknown>()
      while (later.size === 0) {
        await cache.setMany(entries, { raw: true })
        later = await cache.getMany(
          entries.map(([key]) => key),
          { raw: true },
        )
      }
      await play({})
      await expect(cache.get(old, { raw: true })).resolves.toBeUndefined()
      await gone(old)
      await expect.poll(() => cache.getMany(later.keys(), { raw: true }), { timeout: PATIENT }).toEqual(later)
    })
  })

  it('a value that is set later stays', async () => {
    const [key = ''] = await keysOfFirst(1)
    await play({ refuse: true, requests: [{ do: 'reset' }] })
    await cache.invalidate(key, { raw: true })
    await play({})
    await expect.poll(() => cache.set(key, 'new', { raw: true }), { timeout: PATIENT }).toBe(key)
    await sleep(300)
    await expect(cache.get(key, { raw: true })).resolves.toBe('new')
  })

  it('an invalidation that its signal has aborted is retried as well', async () => {
    const [key = ''] = await keysOfFirst(1)
    await play({ requests: [{ do: 'drop' }] })
    const signal = AbortSignal.timeout(20)
    await expect(cache.invalidate(key, { raw: true, signal })).rejects.toThrow('aborted')
    await play({ requests: [{ do: 'reset' }], later: {} })
    await gone(key)
  })

  it('a namespace whose list could not be read is dropped later, before any of its values is returned', async () => {
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
    await expect.poll(() => cache.keys('shop'), { timeout: PATIENT }).toEqual([])
  })

  it('beyond rememberedInvalidations the newest are retried, and the others are reported', async () => {
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

  it('close() retries for the last time, and reports what it gives up', async () => {
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
    // A transport tries a server that has refused only every few milliseconds.
    await sleep(20)
    await cache.close()
    await expect(witness.get(key, { raw: true })).resolves.toBeUndefined()
  })

  it('an invalidation that was in flight at close() and fails is reported, and not retried for ever', async () => {
    await cache.close()
    cache = start({}, SHORT)
    const [key = ''] = await keysOfFirst(1)
    await play({ requests: [{ do: 'drop' }] })
    const tries = vi.spyOn(cache.transport, 'delete')
    const invalidated = cache.invalidate(key, { raw: true })
    await cache.close()
    await expect(invalidated).resolves.toBe(false)
    expect(failures.map(({ error }) => error)).toContainEqual(
      expect.objectContaining({ name: 'LostInvalidationsError', what: 'keys', names: [key] }),
    )
    await sleep(300)
    expect(tries).toHaveBeenCalledTimes(1)
  })
})

describe('MemcachedClient, when invalidateAll() has failed and the servers have changed since', () => {
  it('flushes the present servers', async () => {
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

describe('MemcachedClient, when invalidateAll() has failed', () => {
  const down = new TransportError('connection', 'refused')

  it('returns no value from before and all values since, while the server cannot be flushed', async () => {
    const transport = new MemoryTransport()
    transport.flush = async () => Promise.reject(down)
    const failures: Failure[] = []
    const cache = new MemcachedClient({ transport, onFailure: (failure) => void failures.push(failure) })
    await cache.setMany(['a', 'b', 'c', 'd'].map((key) => [key, 'old']))
    await expect(cache.invalidateAll()).resolves.toBe(false)
    await expect(cache.get('a')).resolves.toBeUndefined()
    await expect(cache.getMany(['a', 'b'])).resolves.toEqual(new Map())
    await cache.set('a', 'new')
    await cache.set('c', 'new')
    await expect(cache.getMany(['a', 'b', 'c', 'd'])).resolves.toEqual(
      new Map([
        ['a', 'new'],
        ['c', 'new'],
      ]),
    )
    expect(failures.map(({ operation }) => operation)).toEqual(['invalidateAll'])
    await cache.close()
    expect(failures.at(-1)?.error).toMatchObject({ name: 'LostInvalidationsError', what: 'servers' })
  })

  it('does not retry the flush of a server that refuses', async () => {
    const transport = new MemoryTransport()
    const refused = new TransportError('server', 'the server answered CLIENT_ERROR flush_all not allowed')
    const flush = vi.spyOn(transport, 'flush').mockRejectedValue(refused)
    const failures: Failure[] = []
    const cache = new MemcachedClient({ transport, onFailure: (failure) => void failures.push(failure) })
    await cache.set('a', 'old')
    await expect(cache.invalidateAll()).resolves.toBe(false)
    await expect(cache.get('a')).resolves.toBe('old')
    await sleep(300)
    await cache.close()
    expect(flush).toHaveBeenCalledTimes(1)
    expect(failures).toMatchObject([{ operation: 'invalidateAll', error: refused }])
  })

  it('reports the refusal of a retry once', async () => {
    const transport = new MemoryTransport()
    const refused = new TransportError('server', 'not allowed')
    const flush = vi.spyOn(transport, 'flush').mockRejectedValueOnce(down).mockRejectedValue(refused)
    const failures: Failure[] = []
    const cache = new MemcachedClient({ transport, onFailure: (failure) => void failures.push(failure) })
    await cache.invalidateAll()
    await expect.poll(() => failures.length).toBe(2)
    expect(failures[1]?.error).toMatchObject({ message: expect.stringContaining('not allowed') })
    await sleep(300)
    await cache.close()
    expect(flush).toHaveBeenCalledTimes(2)
    expect(failures).toHaveLength(2)
  })

  it('does not retry a flush once a later one has succeeded', async () => {
    const transport = new MemoryTransport()
    const flush = vi.spyOn(transport, 'flush').mockRejectedValueOnce(down)
    const cache = new MemcachedClient({ transport })
    await expect(cache.invalidateAll()).resolves.toBe(false)
    await expect(cache.invalidateAll()).resolves.toBe(true)
    await cache.set('a', 'new')
    await expect(cache.get('a')).resolves.toBe('new')
    await sleep(300)
    expect(flush).toHaveBeenCalledTimes(2)
    await expect(cache.get('a')).resolves.toBe('new')
    await cache.close()
  })

  it('a read that waits for the delete of its key ends when its signal aborts', async () => {
    const transport = new MemoryTransport()
    transport.flush = async () => Promise.reject(down)
    const cache = new MemcachedClient({ transport })
    await cache.invalidateAll()
    let end = (): void => {}
    transport.delete = () => new Promise((resolve) => (end = () => resolve(true)))
    await expect(cache.get('a', { signal: AbortSignal.timeout(20) })).rejects.toThrow('aborted')
    end()
    await cache.close()
  })
})

describe('MemcachedClient, when an invalidation fails while an earlier one of the same key is in flight', () => {
  it('retries it although the earlier one succeeds', async () => {
    const transport = new MemoryTransport()
    let succeed = (): void => {}
    vi.spyOn(transport, 'delete')
      .mockImplementationOnce(() => new Promise((resolve) => (succeed = () => resolve(true))))
      .mockRejectedValueOnce(new TransportError('connection', 'refused'))
    const cache = new MemcachedClient({ transport })
    const earlier = cache.invalidate('a')
    await cache.set('a', 'old')
    await expect(cache.invalidate('a')).resolves.toBe(false)
    succeed()
    await expect(earlier).resolves.toBe(true)
    await expect(cache.get('a')).resolves.toBeUndefined()
    await cache.close()
  })
})

describe('MemcachedClient, when one of several invalidations fails', () => {
  it('rejects when all have settled, so that a later read comes after all of them', async () => {
    const transport = new MemoryTransport()
    const remove = transport.delete.bind(transport)
    let goOn = (): void => {}
    const held = new Promise<void>((resolve) => (goOn = resolve))
    transport.delete = async (key, options) => {
      if (key === 'refused') throw new TransportError('connection', 'refused')
      await held
      return remove(key, options)
    }
    const cache = new MemcachedClient({ transport, failures: 'throw' })
    await cache.set('held', 'old', { raw: true })
    const outcome = cache.invalidateMany(['refused', 'held'], { raw: true }).catch((error: unknown) => error)
    let isOver = false
    void outcome.then(() => (isOver = true))
    await sleep(0)
    expect(isOver).toBe(false)
    goOn()
    await expect(outcome).resolves.toMatchObject({ code: 'connection' })
    await expect(cache.get('held', { raw: true })).resolves.toBeUndefined()
    await cache.close()
  })
})
