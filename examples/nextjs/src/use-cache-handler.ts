import type { CacheView, MemcachedClient } from '@lmc/client'
import type { CacheEntry, CacheHandler } from 'next/cache.js'
import { RevalidatedTags } from './revalidated-tags.ts'
import { lifetimeOf } from './lifetime-of.ts'

/** An entry as it is stored: its stream has been read. */
interface StoredEntry extends Omit<CacheEntry, 'value'> {
  readonly bytes: Uint8Array<ArrayBuffer>
}

/**
 * Makes an entry two seconds old that is good for one, so that Next.js gives it once more while it makes it
 * anew. A page that is made of it is good for a second, too. With a `revalidate` below 0, as Next.js itself
 * has it, the request for such a page is answered with 500.
 */
function overdue(): Pick<CacheEntry, 'timestamp' | 'revalidate'> {
  return { timestamp: Date.now() - 2000, revalidate: 1 }
}

/** Keeps what functions and components with `'use cache'` give. For `cacheHandlers` of Next.js. */
export class UseCacheHandler implements CacheHandler {
  readonly #entries: CacheView
  readonly #tags: RevalidatedTags
  /** The sets of this process that are not over. They never reject. */
  readonly #sets = new Map<string, Promise<void>>()

  constructor(cache: MemcachedClient) {
    this.#entries = cache.view({ namespace: 'next-use-cache', failures: 'miss' })
    this.#tags = new RevalidatedTags(cache)
  }

  async get(key: string, softTags: string[]): Promise<CacheEntry | undefined> {
    await this.#sets.get(key)
    const stored = await this.#entries.get<StoredEntry>(key)
    if (stored === undefined) return undefined
    const { bytes, ...entry } = stored
    const freshness = await this.#tags.freshnessOf([...entry.tags, ...softTags], entry.timestamp)
    if (freshness === 'expired') return undefined
    return {
      ...entry,
      ...(freshness === 'stale' && overdue()),
      value: new Blob([bytes]).stream(),
    }
  }

  async set(key: string, pending: Promise<CacheEntry>): Promise<void> {
    const set = this.#set(key, pending)
    const over = set.catch(() => {}).then(() => void (this.#sets.get(key) === over && this.#sets.delete(key)))
    this.#sets.set(key, over)
    await set
  }

  async #set(key: string, pending: Promise<CacheEntry>): Promise<void> {
    const { value, ...entry } = await pending
    const bytes = new Uint8Array(await new Response(value).arrayBuffer())
    if (entry.expire <= 0) return
    await this.#entries.set(key, { ...entry, bytes } satisfies StoredEntry, {
      lifetime: lifetimeOf(entry.expire),
      sharedDependencies: entry.tags,
    })
  }

  async refreshTags(): Promise<void> {
    // Each `get` asks for what was revalidated.
  }

  async getExpiration(): Promise<number> {
    // Asks Next.js to give the soft tags to `get`.
    return Number.POSITIVE_INFINITY
  }

  async updateTags(tags: string[], durations?: { expire?: number }): Promise<void> {
    await this.#tags.revalidate(tags, durations)
  }
}
