import { type CacheView, MemcachedClient, type Milliseconds } from '@lmc/client'
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
    if (this.#reads === 'new') return super.get<Value>(key)
    return (await this.#old.get(this.#oldKey(key), { raw: true })) as Value | undefined
  }

  override async getMany<Value = unknown>(keys: string[]): Promise<(Value | undefined)[]> {
    return Promise.all(keys.map((key) => this.get<Value>(key)))
  }

  /** Resolves to whether both places have the value. */
  override async set(key: string, value: unknown, ttl: Milliseconds = 0): Promise<boolean> {
    const inOld = this.#old.set(this.#oldKey(key), value as string, {
      raw: true,
      // The old store rounds down, and takes less than a second for ever. Keyv knows the exact end.
      lifetime: ttl === Number.POSITIVE_INFINITY ? 0 : Math.ceil(ttl / 1000),
    })
    const [stored, isStored] = await Promise.all([inOld, super.set(key, value, ttl)])
    return stored !== undefined && isStored
  }

  // oxlint-disable-next-line typescript/no-explicit-any
  override async setMany(entries: readonly KeyvEntry[]): Promise<any> {
    return Promise.all(entries.map(({ key, value, ttl }) => this.set(key, value, ttl)))
  }

  override async delete(key: string): Promise<boolean> {
    const inOld = this.#old.invalidate(this.#oldKey(key), { raw: true })
    const [wasInOld, wasInNew] = await Promise.all([inOld, super.delete(key)])
    return wasInOld || wasInNew
  }

  override async deleteMany(keys: string[]): Promise<boolean> {
    const were = await Promise.all(keys.map((key) => this.delete(key)))
    return were.includes(true)
  }

  /** Drops what this store has stored. What only programs over @keyv/memcache have stored is not listed. */
  override async clear(): Promise<void> {
    for await (const [key] of this.iterator()) await this.#old.invalidate(this.#oldKey(key), { raw: true })
    await super.clear()
  }

  override async disconnect(): Promise<void> {
    await Promise.all([super.disconnect(), this.#oldClient.close()])
  }

  /** @keyv/memcache puts the namespace before a key that Keyv has put it before already: `shop:shop:key`. */
  #oldKey(key: string): string {
    return this.namespace ? `${this.namespace.trim()}:${key.trim()}` : key
  }
}
