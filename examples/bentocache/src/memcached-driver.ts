import type { CacheView, MemcachedClient, Milliseconds, Seconds } from '@lmc/client'
import { BaseDriver } from 'bentocache/drivers/base_driver'
import type { CacheDriverOptions, CreateDriverResult, L2CacheDriver } from 'bentocache/types'

/** So many keys are dropped together. */
const BATCH = 1000

/** Keeps what several processes share in memcached. The client tracks keys, for `clear()`. */
export function memcachedDriver(client: MemcachedClient): CreateDriverResult<L2CacheDriver> {
  const cache = client.view({ namespace: 'bentocache' }) as CacheView<string>
  return { options: {}, factory: (config: CacheDriverOptions) => new MemcachedDriver(config, cache) }
}

class MemcachedDriver extends BaseDriver implements L2CacheDriver {
  readonly type = 'l2'
  readonly #cache: CacheView<string>

  constructor(config: CacheDriverOptions, cache: CacheView<string>) {
    super(config)
    this.#cache = cache
  }

  namespace(namespace: string): MemcachedDriver {
    return new MemcachedDriver({ prefix: this.createNamespacePrefix(namespace) }, this.#cache)
  }

  async get(key: string): Promise<string | undefined> {
    return this.#cache.get(this.getItemKey(key))
  }

  async pull(key: string): Promise<string | undefined> {
    const value = await this.get(key)
    await this.delete(key)
    return value
  }

  async set(key: string, value: string, ttl?: Milliseconds): Promise<boolean> {
    const stored = await this.#cache.set(this.getItemKey(key), value, { lifetime: lifetimeOf(ttl) })
    return stored !== undefined
  }

  async delete(key: string): Promise<boolean> {
    return this.#cache.invalidate(this.getItemKey(key))
  }

  async deleteMany(keys: string[]): Promise<boolean> {
    await this.#cache.invalidateMany(keys.map((key) => this.getItemKey(key)))
    return true
  }

  /** Drops what is below the prefix, in namespaces as well. */
  async clear(): Promise<void> {
    let batch: string[] = []
    for await (const key of this.#cache.iterateKeys()) {
      if (typeof key === 'string' && key.startsWith(this.getItemKey(''))) batch.push(key)
      if (batch.length < BATCH) continue
      await this.#cache.invalidateMany(batch)
      batch = []
    }
    await this.#cache.invalidateMany(batch)
  }

  /** The client is the application's, which closes it. */
  async disconnect(): Promise<void> {}
}

/** Absent is for ever. Bentocache keeps the exact end in the value. */
function lifetimeOf(ttl: Milliseconds | undefined): Seconds {
  return ttl === undefined ? 0 : Math.max(1, Math.ceil(ttl / 1000))
}
