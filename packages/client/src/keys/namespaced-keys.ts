import { type CacheKey, isRawKey, memcachedKey, type PlainKey, plainKey } from '@lmc/keys'

/** How a call names a key. */
export interface KeyName {
  /** Absent: the default of the client or the view. */
  readonly namespace?: string | undefined
  /** Whether the key is raw: used unhashed, behind the namespace. Absent: no. */
  readonly raw?: boolean | 'utf8' | undefined
}

/** A cache key with its memcached key. */
export interface ResolvedKey {
  readonly memcachedKey: string
  readonly namespace: string | undefined
  readonly raw: boolean
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

  /** @throws {InvalidKeyError} when the key is invalid. */
  resolve(key: CacheKey, { namespace = this.#defaultNamespace, raw = false }: KeyName): ResolvedKey {
    const isRaw = raw !== false || isRawKey(key)
    return { memcachedKey: memcachedKey(key, { namespace, raw }), namespace, raw: isRaw }
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
}

/** The key as the list of keys holds it. */
export function listedKey(key: CacheKey): PlainKey {
  return isRawKey(key) ? key.key : plainKey(key)
}
