import type { CacheView, MemcachedClient } from '@lmc/client'
import { withLock } from './with-lock.ts'

/**
 * Counts in memcached, and writes the counts to the database from time to time. Needs a client with
 * `trackKeys: true`.
 */
export class PageViews {
  readonly #cache: MemcachedClient
  readonly #counts: CacheView

  constructor(cache: MemcachedClient) {
    this.#cache = cache
    this.#counts = cache.view({ namespace: 'page-views', lifetime: 0 })
  }

  async count(page: string): Promise<void> {
    await this.#counts.increment(page, 1, { initial: 1 })
  }

  /**
   * Passes each count to `write`, and subtracts it. Views that are counted meanwhile are kept. Any process
   * may call this method at any time: one of them does the work.
   */
  async flush(write: (page: string, views: number) => Promise<void>): Promise<void> {
    await withLock(this.#cache, 'page-views', 60, async () => {
      const keys = await this.#counts.keys()
      const pages = keys.filter((key) => typeof key === 'string')
      const counts = await this.#counts.getMany<number, string>(pages)
      for (const [page, views] of counts) {
        if (views === 0) continue
        await write(page, views)
        await this.#counts.increment(page, -views)
      }
    })
  }
}
