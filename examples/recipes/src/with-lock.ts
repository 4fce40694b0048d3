import { randomUUID } from 'node:crypto'
import type { CacheKey, MemcachedClient, Seconds } from '@lmc/client'

/**
 * Does some work unless another process is doing it. Resolves to the result of the work, or to `undefined`
 * when another process has the lock or memcached fails.
 *
 * @param most the longest time of the work, in seconds. Then others may begin.
 */
export async function withLock<T>(
  cache: MemcachedClient,
  name: CacheKey,
  most: Seconds,
  work: () => Promise<T>,
): Promise<T | undefined> {
  const token = randomUUID()
  // memcached may drop an item up to a second early, so the lifetime is a second longer.
  const lock = await cache.add(name, token, { namespace: 'locks', lifetime: most + 1 })
  if (lock === undefined) return undefined
  try {
    return await work()
  } finally {
    await unlock(cache, lock, token)
  }
}

/**
 * Deletes the lock if it is still ours. If the work has taken too long, another process may have the lock
 * now.
 */
async function unlock({ transport }: MemcachedClient, lock: string, token: string): Promise<void> {
  try {
    const item = await transport.gets(lock)
    if (item !== undefined && Buffer.from(item.value).toString() === token) {
      await transport.compareAndDelete(lock, item.cas)
    }
  } catch {
    // The lock expires by itself.
  }
}
