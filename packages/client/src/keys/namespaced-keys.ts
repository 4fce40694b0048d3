import { type CacheKey, isRawKey, memcachedKey, type PlainKey, plainKey } from '@lmc/keys'
import type { TrackedKey } from '@lmc/tracker'

/** How a call names a key. */
export interface KeyName {
  /** Absent: the default of the client or the view. */
  readonly namespace?: string | undefined
  /** Whether the key is raw: used unhashed, behind the namespace. Absent: no. */
  readonly raw?: boolean | 'utf8' | undefined
}

/** Makes memcached keys of cache keys in a namespace. Only this class applies the default namespace. */
export class NamespacedKeys {
  readonly #defaultNamespace: string | undefined

  constructor(defaultNamespace: string | undefined) {
    this.#defaultNamespace = defaultNamespace
  }

  /** The namespace of a call with this option; `undefined` selects the default namespace. */
  namespaceOf(namespace: string | undefined): string | undefined {
    // `null` is not a namespace. The functions that make the keys throw for it.
    return namespace === undefined ? this.#defaultNamespace : namespace
  }

  /**
   * The digest of a name in this namespace, as 32 hexadecimal digits. The default namespace is not applied.
   *
   * @throws {InvalidKeyError} when the name is not a valid key.
   */
  digest(name: CacheKey, namespace: string | undefined): string {
    return memcachedKey(name, { namespace })
  }

  /** @throws {InvalidKeyError} when the name is not a valid key. */
  memcachedKeyOf(key: CacheKey, { namespace = this.#defaultNamespace, raw = false }: KeyName): string {
    return memcachedKey(key, { namespace, raw })
  }

  /**
   * The memcached keys of several keys, in their order.
   *
   * @throws {InvalidKeyError} when a name is not a valid key.
   */
  memcachedKeysOf(
    keys: readonly CacheKey[],
    { namespace = this.#defaultNamespace, raw = false }: KeyName,
  ): string[] {
    const options = { namespace, raw }
    return keys.map((key) => memcachedKey(key, options))
  }

  /** The key as the list of keys takes it. It must be a valid key. */
  trackedKey(key: CacheKey, { namespace, raw = false }: KeyName): TrackedKey<PlainKey> {
    const own = this.namespaceOf(namespace)
    if (isRawKey(key)) return { key: key.key, namespace: own, raw: true }
    return { key: plainKey(key), namespace: own, raw: raw !== false }
  }
}
