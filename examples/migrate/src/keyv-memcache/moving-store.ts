import { type CacheView, MemcachedClient, type Milliseconds, type Seconds } from '@lmc/client'
import { type KeyvEntry, KeyvMemcached } from '@lmc/keyv'
import { MetaTransport, modulo } from '@lmc/transport-meta'
import { textAtZero } from './text-at-zero.ts'

export interface MovingStoreOptions {
  readonly servers: readonly string[]
  /** Where values are read from: `old` while programs over @keyv/memcache run, `new` after them. */
  readonly reads: 'old' | 'new'
}

/**
 * A store of Keyv for the time of a change. It stores and deletes each value in two places: where
 * @keyv/memcache looks for it, and where `KeyvMemcached` does.
 */
export class MovingStore extends KeyvMemcached {
  readonly #reads: 'old' | 'new'
  readonly #oldClient: MemcachedClient
  readonly #old: CacheView<string>

  constructor({ servers, reads }: MovingStoreOptions) {
    super({ servers })
    this.#reads = reads
    this.#oldClient = new MemcachedClient({
      transport: new MetaTransport({ servers, distribution: modulo }),
      codec: textAtZero,
    })
    this.#old = this.#oldClient.view({
      onFailure: ({ error }) => this.listenerCount('error') > 0 && this.emit('error', error),
    }) as CacheView<string>
  }

  override async get<Value = unknown>(key: string): Promise<Value | undefined> {
    const oldKey = this.#oldKey(key)
    if (this.#reads === 'new' || oldKey === undefined) return super.get<Value>(key)
    return (await this.#old.get(oldKey, { raw: 'utf8' })) as Value | undefined
  }

  override async getMany<Value = unknown>(keys: string[]): Promise<(Value | undefined)[]> {
    return Promise.all(keys.map((key) => this.get<Value>(key)))
  }

  /** Resolves to whether both places have the value. */
  override async set(key: string, value: unknown, ttl: Milliseconds = 0): Promise<boolean> {
    const stored = super.set(key, value, ttl)
    const oldKey = this.#oldKey(key)
    if (oldKey === undefined) return stored
    const options = { raw: 'utf8', lifetime: oldLifetimeOf(ttl) } as const
    const [inOld, isInNew] = await Promise.all([this.#old.set(oldKey, value as string, options), stored])
    return inOld !== undefined && isInNew
  }

  override async setMany(entries: readonly KeyvEntry[]): Promise<boolean[]> {
    return Promise.all(entries.map(({ key, value, ttl }) => this.set(key, value, ttl)))
  }

  override async delete(key: string): Promise<boolean> {
    const [wasInOld, wasInNew] = await Promise.all([this.#deleteOld(key), super.delete(key)])
    return wasInOld || wasInNew
  }

  override async deleteMany(keys: string[]): Promise<boolean> {
    const were = await Promise.all(keys.map((key) => this.delete(key)))
    return were.includes(true)
  }

  /** Drops what this store has stored. What only programs over @keyv/memcache have stored is not listed. */
  override async clear(): Promise<void> {
    for await (const [key] of this.iterator()) await this.#deleteOld(key)
    await super.clear()
  }

  override async disconnect(): Promise<void> {
    await Promise.all([super.disconnect(), this.#oldClient.close()])
  }

  async #deleteOld(key: string): Promise<boolean> {
    const oldKey = this.#oldKey(key)
    return oldKey !== undefined && this.#old.invalidate(oldKey, { raw: 'utf8' })
  }

  /**
   * @keyv/memcache puts the namespace before a key that Keyv has put it before already: `shop:shop:key`.
   * `undefined` for a key that lmc cannot share with it: spaces, above 250 bytes, no Unicode.
   */
  #oldKey(key: string): string | undefined {
    const oldKey = this.namespace ? `${this.namespace.trim()}:${key.trim()}` : key
    const isShared =
      oldKey !== '' && !/[\0-\u{20}\u{7f}\p{Surrogate}]/u.test(oldKey) && Buffer.byteLength(oldKey) <= 250
    return isShared ? oldKey : undefined
  }
}

/** The old place needs no exact end: Keyv keeps one in the value. */
function oldLifetimeOf(ttl: Milliseconds): Seconds {
  if (ttl === Number.POSITIVE_INFINITY) return 0
  return ttl < 0 ? 1 : Math.ceil(ttl / 1000)
}
