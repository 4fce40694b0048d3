import type { Cas, Item, Seconds, Transport } from '@lmc/transport'

/** The token of every item on a server that has no compare-and-set (`memcached -C`). */
const NO_CAS: Cas = '0'

/**
 * What a key held before a load began. As long as the key still holds this, nobody has stored or dropped
 * anything since, and what was loaded may take its place. On a server without compare-and-set that is looked
 * up just before, and what happens in between is not seen.
 */
export class Version {
  readonly #transport: Transport
  readonly #memcachedKey: string
  readonly #bytes: Uint8Array
  readonly #cas: Cas | undefined

  /** @param cas absent: it is looked up when it is needed. */
  constructor(transport: Transport, memcachedKey: string, bytes: Uint8Array, cas?: Cas) {
    this.#transport = transport
    this.#memcachedKey = memcachedKey
    this.#bytes = bytes
    this.#cas = cas === NO_CAS ? undefined : cas
  }

  /** Whether an item is this version. */
  is({ value }: Item): boolean {
    return Buffer.compare(value, this.#bytes) === 0
  }

  /** Stores an item in its place. Resolves to whether it was still there. */
  async replace({ value, flags }: Item, lifetime: Seconds): Promise<boolean> {
    const cas = this.#cas ?? (await this.#look())
    if (cas === undefined) return false
    const options = { flags, lifetime }
    if (cas === NO_CAS) return this.#transport.replace(this.#memcachedKey, value, options)
    return this.#transport.compareAndSet(this.#memcachedKey, value, cas, options)
  }

  /** Deletes it. Resolves to whether it was still there. */
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
