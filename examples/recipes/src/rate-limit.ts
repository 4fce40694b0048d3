import type { CacheView, Seconds } from '@lmc/client'

/** Lets a user do something `most` times in each window of time. */
export class RateLimit {
  readonly #counts: CacheView
  readonly #most: number
  readonly #window: Seconds

  constructor(cache: CacheView, most: number, window: Seconds) {
    // memcached may drop an item up to a second early, so it gets one more.
    this.#counts = cache.view({ namespace: 'rate-limit', lifetime: window + 1 })
    this.#most = most
    this.#window = window
  }

  /** Counts one more time. Resolves to whether that is allowed; while memcached is down, all is. */
  async take(user: string): Promise<boolean> {
    const window = Math.floor(Date.now() / 1000 / this.#window)
    const count = await this.#counts.increment([user, window], 1, { initial: 1 })
    return count === undefined || count <= this.#most
  }
}
