import { setTimeout as sleep } from 'node:timers/promises'
import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MemcachedClient } from '../../src/index.ts'
import { networkTransports } from '../environments.ts'
import { createGate } from './gate.ts'

const TRIES = 500
const AT_ONCE = 50

/** Waits up to a few milliseconds: about the time of a load and its store. */
const pause = (): Promise<void> => sleep(Math.random() * 4)

/** A way to store a value of the source in the cache, with a pause. */
type Fill = (client: MemcachedClient, key: string, read: () => Promise<string>) => Promise<unknown>
type Invalidate = (client: MemcachedClient, key: string) => Promise<unknown>

const getOrSet: Fill = (client, key, read) =>
  client.getOrSet(key, read, { dependencies: [`source of ${key}`] })
const getAndSet: Fill = async (client, key, read) =>
  (await client.get(key)) ?? client.set(key, await read(), { dependencies: [`source of ${key}`] })

const invalidations: readonly (readonly [string, Invalidate])[] = [
  ['invalidate', (client, key) => client.invalidate(key)],
  ['invalidateDependents', (client, key) => client.invalidateDependents([`source of ${key}`])],
]

describe.each(networkTransports)('races of loads against another client over $name', ({ open }) => {
  let server: MemcachedServer
  let cache: MemcachedClient
  let other: MemcachedClient
  beforeAll(async () => {
    server = await startMemcached()
    cache = new MemcachedClient({ transport: open([server.address]) })
    other = new MemcachedClient({ transport: open([server.address]) })
  })
  afterAll(async () => {
    await Promise.all([cache.close(), other.close()])
    await server.stop()
  })

  /** Whether the cache holds the old value of the source after the change and the invalidation. */
  const keepsOld = async (key: string, fill: Fill, invalidate: Invalidate): Promise<boolean> => {
    const gate = createGate()
    // The source changes and the key is invalidated after the read, and before the result is stored.
    const read = async (): Promise<string> => {
      gate.reach()
      await pause()
      return 'old'
    }
    const filled = fill(cache, key, read)
    await gate.reached
    await pause()
    await invalidate(other, key)
    await filled
    return (await other.get(key)) === 'old'
  }

  const countKept = async (fill: Fill, invalidate: Invalidate): Promise<number> => {
    await cache.invalidateAll()
    let count = 0
    for (let done = 0; done < TRIES; done += AT_ONCE) {
      const keys = Array.from({ length: AT_ONCE }, (_, index) => `try ${done + index}`)
      const kept = await Promise.all(keys.map((key) => keepsOld(key, fill, invalidate)))
      count += kept.filter(Boolean).length
    }
    return count
  }

  it.each(invalidations)('none of 500 old values is left after %s', async (_, invalidate) => {
    await expect(countKept(getOrSet, invalidate)).resolves.toBe(0)
  })

  it('get, load, set leaves old values, which proves the races', async () => {
    const [, invalidate] = invalidations[0] as (typeof invalidations)[number]
    await expect(countKept(getAndSet, invalidate)).resolves.toBeGreaterThan(100)
  })
})
