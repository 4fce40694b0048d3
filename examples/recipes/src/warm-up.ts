import type { CacheView } from '@lmc/client'

/** How many values are read from the database and stored at once. */
const BATCH = 500

/**
 * Loads the values that a process will need, before it takes requests. Loads only values that are not in the
 * cache, with few queries. Resolves to how many values were stored.
 *
 * @param read returns the values of the keys that are in the database.
 */
export async function warmUp<T>(
  cache: CacheView,
  keys: readonly string[],
  read: (keys: readonly string[]) => Promise<ReadonlyMap<string, T>>,
): Promise<number> {
  let stored = 0
  for (let start = 0; start < keys.length; start += BATCH) {
    const batch = keys.slice(start, start + BATCH)
    const there = await cache.hasMany(batch)
    const missing = batch.filter((key) => !there.has(key))
    if (missing.length === 0) continue
    const values = await read(missing)
    // Different lifetimes, so that the values do not all end in the same second.
    const entries = Array.from(values, ([key, value]) => {
      return [key, value, { lifetime: 3600 + Math.floor(600 * Math.random()) }] as const
    })
    const outcomes = await cache.setMany(entries)
    stored += outcomes.filter((memcachedKey) => memcachedKey !== undefined).length
  }
  return stored
}
