import { setTimeout as sleep } from 'node:timers/promises'
import { MemcachedClient } from '@lmc/client'
import { openTransport } from './open-transport.ts'
import type { TransportName } from './stampede-task.ts'

const TRIES = 500
const AT_ONCE = 50

/** A way to store the result of `read` in the cache. */
type Fill = (cache: MemcachedClient, key: string, read: () => Promise<string>) => Promise<unknown>
type Invalidate = (cache: MemcachedClient, key: string) => Promise<unknown>

export interface Race {
  readonly fill: Fill
  readonly invalidate: Invalidate
}

const sourceOf = (key: string): string => `source of ${key}`

export const fills: Readonly<Record<'getOrSet' | 'byHand', Fill>> = {
  getOrSet: (cache, key, read) => cache.getOrSet(key, read, { dependencies: [sourceOf(key)] }),
  byHand: async (cache, key, read) =>
    (await cache.get(key)) ?? cache.set(key, await read(), { dependencies: [sourceOf(key)] }),
}

export const invalidations: Readonly<Record<'invalidate' | 'invalidateDependents', Invalidate>> = {
  invalidate: (cache, key) => cache.invalidate(key),
  invalidateDependents: (cache, key) => cache.invalidateDependents([sourceOf(key)]),
}

/**
 * Lets one client fill keys while another invalidates them, since their source has changed. Resolves to how
 * many of 500 keys hold the old value of the source.
 */
export async function countRaces(transport: TransportName, server: string, race: Race): Promise<number> {
  const [cache, other] = [1, 2].map(
    () => new MemcachedClient({ transport: openTransport(transport, server) }),
  ) as [MemcachedClient, MemcachedClient]
  await cache.invalidateAll()
  let kept = 0
  for (let done = 0; done < TRIES; done += AT_ONCE) {
    const keys = Array.from({ length: AT_ONCE }, (_, index) => `try ${done + index}`)
    const outcomes = await Promise.all(keys.map((key) => keepsOld(cache, other, key, race)))
    kept += outcomes.filter(Boolean).length
  }
  await Promise.all([cache.close(), other.close()])
  return kept
}

async function keepsOld(
  cache: MemcachedClient,
  other: MemcachedClient,
  key: string,
  { fill, invalidate }: Race,
): Promise<boolean> {
  let source = 'old'
  let changed = (): void => {}
  const isChanged = new Promise<void>((resolve) => (changed = resolve))
  // The source changes and the key is invalidated after the read, and before the result is stored.
  const read = async (): Promise<string> => {
    const value = source
    source = 'new'
    changed()
    await sleep(Math.random() * 4)
    return value
  }
  const filled = fill(cache, key, read)
  await isChanged
  await sleep(Math.random() * 4)
  await invalidate(other, key)
  await filled
  return (await other.get(key)) === 'old'
}
