import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { MemcachedClient } from '@lmc/client'
import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { MetaTransport } from '@lmc/transport-meta'
import express from 'express'
import { type Options, rateLimit } from 'express-rate-limit'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { MemcachedRateLimitStore } from '../src/memcached-rate-limit-store.ts'

const MINUTE = 60_000

describe('MemcachedRateLimitStore', () => {
  let memcached: MemcachedServer
  const clients: MemcachedClient[] = []
  const servers: Server[] = []
  const open = (): MemcachedClient => {
    const transport = new MetaTransport({ servers: [memcached.address] })
    const client = new MemcachedClient({ transport, onFailure: () => {} })
    clients.push(client)
    return client
  }
  /** Serves with 3 requests a minute, from a client of its own. Gives what asks it. */
  const serve = async (options: Partial<Options> = {}): Promise<(path?: string) => Promise<Response>> => {
    const app = express()
    const store = new MemcachedRateLimitStore(open())
    app.use(
      rateLimit({
        windowMs: MINUTE,
        limit: 3,
        standardHeaders: 'draft-7',
        legacyHeaders: false,
        store,
        ...options,
      }),
    )
    app.get('/', (_request, response) => void response.send('hello'))
    const server = app.listen(0, '127.0.0.1')
    servers.push(server)
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    return (path = '/') => fetch(`http://127.0.0.1:${port}${path}`)
  }
  const statusOf = async (answer: Promise<Response>): Promise<number> => (await answer).status

  beforeAll(async () => {
    memcached = await startMemcached()
  })
  beforeEach(() => {
    vi.spyOn(Date, 'now').mockReturnValue(100 * MINUTE + 1000)
  })
  afterEach(async () => {
    vi.restoreAllMocks()
    for (const server of servers.splice(0)) server.close()
    await open().invalidateAll()
    await Promise.all(clients.splice(0).map((client) => client.close()))
  })
  afterAll(() => memcached.stop())

  it('counts the requests to two servers together, until the window ends', async () => {
    const [one, two] = [await serve(), await serve()]
    const answer = await one()
    expect(answer.headers.get('ratelimit')).toBe('limit=3, remaining=2, reset=59')
    expect((await two()).headers.get('ratelimit')).toBe('limit=3, remaining=1, reset=59')
    await expect(statusOf(one())).resolves.toBe(200)
    await expect(statusOf(two())).resolves.toBe(429)
    await expect(statusOf(one())).resolves.toBe(429)
    vi.mocked(Date.now).mockReturnValue(101 * MINUTE - 1)
    await expect(statusOf(one())).resolves.toBe(429)
    vi.mocked(Date.now).mockReturnValue(101 * MINUTE)
    await expect(statusOf(one())).resolves.toBe(200)
  })

  it('lets 3 of 20 requests through that come at once', async () => {
    const [one, two] = [await serve(), await serve()]
    const statuses = await Promise.all(
      Array.from({ length: 20 }, (_, turn) => statusOf(turn % 2 === 0 ? one() : two())),
    )
    expect(statuses.filter((status) => status === 200)).toHaveLength(3)
    expect(statuses.filter((status) => status === 429)).toHaveLength(17)
  })

  it('takes a request back that does not count', async () => {
    const ask = await serve({ skipFailedRequests: true })
    for (let turn = 0; turn < 5; turn++) {
      await expect(statusOf(ask('/none'))).resolves.toBe(404)
      // The count goes down after the answer.
      await expect.poll(() => countOf('127.0.0.1')).toBe(0)
    }
    await expect(statusOf(ask())).resolves.toBe(200)
    await expect(countOf('127.0.0.1')).resolves.toBe(1)
  })

  it('forgets one user, and no other', async () => {
    const store = new MemcachedRateLimitStore(open())
    store.init({ windowMs: MINUTE })
    await store.increment('ada')
    await store.increment('bob')
    await store.resetKey('ada')
    await expect(store.get('ada')).resolves.toBeUndefined()
    await expect(store.get('bob')).resolves.toEqual({ totalHits: 1, resetTime: new Date(101 * MINUTE) })
  })

  it('keeps the counts of two limiters apart', async () => {
    const client = open()
    const [login, search] = [
      new MemcachedRateLimitStore(client, 'login'),
      new MemcachedRateLimitStore(client, 'search'),
    ]
    await login.increment('ada')
    await expect(login.increment('ada')).resolves.toMatchObject({ totalHits: 2 })
    await expect(search.increment('ada')).resolves.toMatchObject({ totalHits: 1 })
  })

  it('keeps a count a second longer than its window: 61 seconds last 60 to 61', async () => {
    const client = open()
    const added = vi.spyOn(client.transport, 'add')
    const store = new MemcachedRateLimitStore(client)
    store.init({ windowMs: MINUTE })
    await store.increment('ada')
    expect(added.mock.calls.map(([, , options]) => options?.lifetime)).toEqual([61])
  })

  async function countOf(key: string): Promise<number | undefined> {
    const store = new MemcachedRateLimitStore(open())
    store.init({ windowMs: MINUTE })
    return (await store.get(key))?.totalHits
  }
})
