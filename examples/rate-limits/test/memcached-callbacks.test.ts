import { MemcachedClient } from '@lmc/client'
import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { MetaTransport } from '@lmc/transport-meta'
import { RateLimiterMemcache, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { memcachedCallbacks } from '../src/memcached-callbacks.ts'

describe('RateLimiterMemcache over memcachedCallbacks', () => {
  let memcached: MemcachedServer
  const clients: MemcachedClient[] = []
  const open = (): MemcachedClient => {
    const transport = new MetaTransport({ servers: [memcached.address] })
    const client = new MemcachedClient({ transport, onFailure: () => {} })
    clients.push(client)
    return client
  }
  const limit = { points: 3, duration: 60 }
  const limiter = (): RateLimiterMemcache =>
    new RateLimiterMemcache({ ...limit, storeClient: memcachedCallbacks(open()) })

  beforeAll(async () => {
    memcached = await startMemcached()
  })
  afterAll(async () => {
    await Promise.all(clients.map((client) => client.close()))
    await memcached.stop()
  })

  it('lets 3 of 20 requests through that come to two processes at once', async () => {
    const limiters = [limiter(), limiter()]
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, async (_, turn) => limiters[turn % 2]?.consume('many')),
    )
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
    for (const outcome of outcomes)
      if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(RateLimiterRes)
  })

  it('says how many points are left, and when they come back', async () => {
    const [one, two] = [limiter(), limiter()]
    await expect(one.get('ada')).resolves.toBeNull()
    await one.consume('ada')
    const { consumedPoints, remainingPoints, msBeforeNext } = await two.consume('ada')
    expect([consumedPoints, remainingPoints]).toEqual([2, 1])
    expect(msBeforeNext).toBeGreaterThan(50_000)
    expect(msBeforeNext).toBeLessThanOrEqual(60_000)
  })

  it('blocks, rewards, and forgets', async () => {
    const [one, two] = [limiter(), limiter()]
    await one.block('bob', 100)
    await expect(two.consume('bob')).rejects.toMatchObject({ remainingPoints: 0 })
    await expect(two.delete('bob')).resolves.toBe(true)
    await expect(two.delete('bob')).resolves.toBe(false)
    await one.consume('bob', 2)
    await expect(two.reward('bob', 1)).resolves.toMatchObject({ consumedPoints: 1 })
  })

  it('goes on counting after a reward for somebody who has used no points', async () => {
    await expect(limiter().reward('eve')).resolves.toMatchObject({ consumedPoints: 0 })
    await expect(limiter().consume('eve')).resolves.toMatchObject({ consumedPoints: 1 })
  })

  it('rejects while memcached is down, and counts in the process where it has an insurance', async () => {
    const own = await startMemcached()
    await own.stop()
    const client = new MemcachedClient({
      transport: new MetaTransport({ servers: [own.address] }),
      onFailure: () => {},
    })
    clients.push(client)
    const storeClient = memcachedCallbacks(client)
    await expect(new RateLimiterMemcache({ ...limit, storeClient }).consume('ada')).rejects.toBeInstanceOf(
      Error,
    )
    const insured = new RateLimiterMemcache({
      ...limit,
      storeClient,
      insuranceLimiter: new RateLimiterMemory(limit),
    })
    for (let turn = 0; turn < 3; turn++)
      await expect(insured.consume('ada')).resolves.toBeInstanceOf(RateLimiterRes)
    await expect(insured.consume('ada')).rejects.toBeInstanceOf(RateLimiterRes)
  })
})
