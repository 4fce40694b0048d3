import type { CacheView, MemcachedClient, Milliseconds, Seconds } from '@lmc/client'

/** When a tag was revalidated: milliseconds since 1970. */
interface Revalidation {
  /** What was made before is given once more, while it is made anew. */
  readonly stale?: Milliseconds
  /** What was made before is not given any more, from this moment on. */
  readonly expired?: Milliseconds
}

/** What revalidations left of an entry. */
export type Freshness = 'fresh' | 'stale' | 'expired'

/** When tags were revalidated, by any server. */
export class RevalidatedTags {
  readonly #cache: MemcachedClient
  readonly #revalidations: CacheView

  constructor(cache: MemcachedClient) {
    this.#cache = cache
    // A revalidation that memcached does not hear of has to be an error, or old values would stay.
    this.#revalidations = cache.view({ namespace: 'next-tags', lifetime: 0, failures: 'throw' })
  }

  /**
   * Notes that tags were revalidated. Without `durations`, and when they say 0, all that has the tags as
   * dependencies is dropped.
   *
   * @throws {TransportError} when memcached fails.
   */
  async revalidate(tags: readonly string[], durations?: { readonly expire?: Seconds }): Promise<void> {
    const now = Date.now()
    const expire = durations === undefined ? 0 : durations.expire
    const revalidation: Revalidation = {
      ...(durations !== undefined && { stale: now }),
      ...(expire !== undefined && { expired: now + expire * 1000 }),
    }
    await Promise.all([
      ...tags.map((tag) =>
        this.#revalidations.update(tag, (known?: Revalidation) => ({ ...known, ...revalidation })),
      ),
      expire === 0 && this.#cache.invalidateDependents(tags, { shared: true }),
    ])
  }

  /** Resolves to what is left of an entry that was made at a moment. When memcached fails, nothing is. */
  async freshnessOf(tags: readonly string[], madeAt: Milliseconds): Promise<Freshness> {
    try {
      const revalidations = [...(await this.#revalidations.getMany<Revalidation>(tags)).values()]
      const now = Date.now()
      if (revalidations.some(({ expired = 0 }) => expired >= madeAt && expired <= now)) return 'expired'
      return revalidations.some(({ stale = 0 }) => stale >= madeAt) ? 'stale' : 'fresh'
    } catch {
      return 'expired'
    }
  }
}
