import type { CacheView, Seconds } from '@lmc/client'

/** Lets a user do something `most` times in each window of time. */
export class RateLimit {
  readonly #counts: CacheView
  readonly #most: number
  readonly #window: Seconds

  constructor(cache: CacheView, most: number, window: Seconds) {
    // memcached may drop an item up to a second early, so the lifetime is a second longer.
    this.#counts = cache.view({ namespace: 'rate-limit', lifetime: window + 1 })
    this.#most = most
    this.#window = window
  }

  /**
   * Counts once more. Resolves to whether this is allowed. While memcached is down, everything is allowed.
   */
  async take(user: string): Promise<boolean> {
    const window = Math.floor(Date.now() / 1000 / this.#window)
    const count = await this.#counts.increment([user, window], 1, { initial: 1 })
    return count === undefined || count <= this.#most
  }
}
