import { type Cas, isSameBytes, type Item, type Seconds, type Transport } from '@lmc/transport'

/** The token of every item on a server that has no compare-and-set (`memcached -C`). */
const NO_CAS: Cas = '0'

/**
 * What a key held before a load began. While the key holds the same, nobody has stored or dropped anything,
 * and the loaded value may replace it. A server without compare-and-set is asked just before the write. A
 * change between the two is not seen.
 */
export class Version {
  readonly #transport: Transport
  readonly #memcachedKey: string
  readonly #bytes: Uint8Array
  readonly #cas: Cas | undefined

  /** @param cas absent: looked up when needed. */
  constructor(transport: Transport, memcachedKey: string, bytes: Uint8Array, cas?: Cas) {
    this.#transport = transport
    this.#memcachedKey = memcachedKey
    this.#bytes = bytes
    this.#cas = cas === NO_CAS ? undefined : cas
  }

  /** Whether an item is this version. */
  is({ value }: Item): boolean {
    return isSameBytes(value, this.#bytes)
  }

  /** Stores an item in place of this version. Resolves to `false` when the key holds something else. */
  async replace({ value, flags }: Item, lifetime: Seconds): Promise<boolean> {
    const cas = this.#cas ?? (await this.#look())
    if (cas === undefined) return false
    const options = { flags, lifetime }
    if (cas === NO_CAS) return this.#transport.replace(this.#memcachedKey, value, options)
    return this.#transport.compareAndSet(this.#memcachedKey, value, cas, options)
  }

  /** Deletes this version. Resolves to `false` when the key holds something else. */
  async delete(): Promise<boolean> {
    const cas = this.#cas ?? (await this.#look())
    if (cas === undefined) return false
    if (cas === NO_CAS) return this.#transport.delete(this.#memcachedKey)
    return this.#transport.compareAndDelete(this.#memcachedKey, cas)
  }

  /** The token; `undefined` when the key holds something else. */
  async #look(): Promise<Cas | undefined> {
    const item = await this.#transport.gets(this.#memcachedKey)
    return item !== undefined && this.is(item) ? item.cas : undefined
  }
}
