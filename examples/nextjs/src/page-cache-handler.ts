import type { CacheView, MemcachedClient, Milliseconds } from '@lmc/client'
import type { CacheHandler, CacheHandlerValue } from 'next/dist/server/lib/incremental-cache/index.js'
import { lifetimeOf } from './lifetime-of.ts'
import { RevalidatedTags } from './revalidated-tags.ts'

type GetContext = Parameters<CacheHandler['get']>[1]
type SetContext = Parameters<CacheHandler['set']>[2]
type PageValue = CacheHandlerValue['value']

export interface PageCacheOptions {
  readonly cache: MemcachedClient
  /** The id of the build. Pages of another build need other scripts. */
  readonly build: string
  /** Where pages are found that were made by the build: the cache that Next.js has without a handler. */
  readonly built: Pick<CacheHandler, 'get'>
}

/** Keeps pages, answers of route handlers, and what `fetch` gave. For `cacheHandler` of Next.js. */
export class PageCacheHandler implements CacheHandler {
  readonly #pages: CacheView
  readonly #tags: RevalidatedTags
  readonly #built: Pick<CacheHandler, 'get'>
  /** When each page was asked for: what is made then is at least as new. */
  readonly #askedAt = new Map<string, Milliseconds>()

  constructor({ cache, build, built }: PageCacheOptions) {
    this.#pages = cache.view({ namespace: `next-pages/${build}`, failures: 'miss' })
    this.#tags = new RevalidatedTags(cache)
    this.#built = built
  }

  async get(key: string, context: GetContext): Promise<CacheHandlerValue | null> {
    this.#askedAt.set(key, Date.now())
    const stored = (await this.#pages.get<CacheHandlerValue>(key)) ?? (await this.#built.get(key, context))
    if (stored === null) return null
    // Next.js cannot make a fallback again, which has nothing of the request: it would answer 500.
    if ('isFallback' in context && context.isFallback) return stored
    const freshness = await this.#tags.freshnessOf(tagsFor(context, stored.value), stored.lastModified)
    // A stale page is made anew before it is given: Next.js could only be told a wrong age.
    return freshness === 'fresh' ? stored : null
  }

  async set(key: string, value: PageValue, context: SetContext): Promise<void> {
    const isFetch = context.fetchCache === true
    const cacheControl = isFetch ? undefined : context.cacheControl
    const stored: CacheHandlerValue = {
      // A revalidation while the page was made is not to be missed.
      lastModified: this.#askedAt.get(key) ?? Date.now(),
      value,
      ...(cacheControl !== undefined && { cacheControl }),
    }
    await this.#pages.set(key, stored, {
      lifetime: lifetimeOf(cacheControl?.expire),
      sharedDependencies: isFetch ? (context.tags ?? []) : tagsOf(value),
    })
  }

  async revalidateTag(tags: string | string[], durations?: { expire?: number }): Promise<void> {
    await this.#tags.revalidate([tags].flat(), durations)
  }

  resetRequestCache(): void {
    // Nothing is kept in the process.
  }
}

function tagsFor(context: GetContext, value: PageValue): string[] {
  // Only `fetch` names its tags when it reads.
  return 'isFallback' in context ? tagsOf(value) : [...(context.tags ?? []), ...(context.softTags ?? [])]
}

/** The tags of a page, those of its path among them. */
function tagsOf(value: PageValue): string[] {
  if (value === null || !('headers' in value)) return []
  const tags = value.headers?.['x-next-cache-tags']
  return typeof tags === 'string' && tags !== '' ? tags.split(',') : []
}
