import type { CacheView } from '@lmc/client'
import type { ClientRateLimitInfo, Options, Store } from 'express-rate-limit'

/**
 * Keeps the counts of express-rate-limit in memcached. Windows begin at the same moment in all processes:
 * with `windowMs: 60_000` at each full minute. While memcached is down, each request is the first of its
 * window.
 */
export class MemcachedRateLimitStore implements Store {
  /** The namespace of the counts. Each limiter of an application needs its own. */
  readonly prefix: string
  readonly #cache: CacheView
  #counts: CacheView
  #windowMs = 60_000

  constructor(cache: CacheView, prefix = 'rate-limit') {
    this.prefix = prefix
    this.#cache = cache
    this.#counts = this.#viewOf(this.#windowMs)
  }

  init({ windowMs }: Pick<Options, 'windowMs'>): void {
    this.#windowMs = windowMs
    this.#counts = this.#viewOf(windowMs)
  }

  async get(key: string): Promise<ClientRateLimitInfo | undefined> {
    const window = this.#window()
    const totalHits = await this.#counts.get<number>([key, window])
    return totalHits === undefined ? undefined : { totalHits, resetTime: this.#endOf(window) }
  }

  async increment(key: string): Promise<ClientRateLimitInfo> {
    const window = this.#window()
    const totalHits = (await this.#counts.increment([key, window], 1, { initial: 1 })) ?? 1
    return { totalHits, resetTime: this.#endOf(window) }
  }

  async decrement(key: string): Promise<void> {
    await this.#counts.increment([key, this.#window()], -1)
  }

  async resetKey(key: string): Promise<void> {
    await this.#counts.invalidate([key, this.#window()])
  }

  #window(): number {
    return Math.floor(Date.now() / this.#windowMs)
  }

  #endOf(window: number): Date {
    return new Date((window + 1) * this.#windowMs)
  }

  #viewOf(windowMs: number): CacheView {
    // memcached may drop a count up to a second early, so that the count gets one second more.
    const lifetime = Math.ceil(windowMs / 1000) + 1
    return this.#cache.view({ namespace: this.prefix, lifetime, failures: 'miss' })
  }
}
