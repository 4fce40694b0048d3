import { callbackify } from 'node:util'
import type { CacheView, Seconds } from '@lmc/client'

type Callback<T> = (error: Error | null, result: T) => void

/** A view with the callbacks of npm's `memcached`, as far as `RateLimiterMemcache` calls them. */
export interface MemcachedCallbacks {
  get(key: string, done: Callback<number | false>): void
  set(key: string, value: number, lifetime: Seconds, done: Callback<boolean>): void
  add(key: string, value: number, lifetime: Seconds, done: Callback<boolean>): void
  incr(key: string, points: number, done: Callback<number | false>): void
  del(key: string, done: Callback<boolean>): void
}

/**
 * Makes what `RateLimiterMemcache` takes as `storeClient`. A call fails when memcached fails, so that the
 * limiter can use its insurance.
 */
export function memcachedCallbacks(cache: CacheView): MemcachedCallbacks {
  const counts = cache.view({ namespace: 'rate-limiter-flexible', failures: 'throw' })
  return {
    get: callbackify(async (key: string) => counts.get<number, false>(key, { default: false })),
    set: callbackify(async (key: string, value: number, lifetime: Seconds) =>
      Boolean(await counts.set(key, value, { lifetime })),
    ),
    add: callbackify(async (key: string, value: number, lifetime: Seconds) =>
      Boolean(await counts.add(key, value, { lifetime })),
    ),
    // A count is never below 0: a reward for somebody who has used no points changes nothing.
    incr: callbackify(
      async (key: string, points: number) =>
        (await counts.increment(key, points)) ?? (points < 0 ? 0 : false),
    ),
    del: callbackify(async (key: string) => counts.invalidate(key)),
  }
}
