import { type CacheKey, isRawKey, memcachedKey, type PlainKey, plainKey } from '@lmc/keys'

/** How a call names a key. */
export interface KeyName {
  /** Absent: the default of the client or the view. */
  readonly namespace?: string | undefined
  /** Whether to use the key as it is, after the namespace, as the memcached key; absent: no. */
  readonly raw?: boolean | 'utf8' | undefined
}

/** A cache key, and where its value is. */
export interface ResolvedKey {
  readonly memcachedKey: string
  readonly namespace: string | undefined
  readonly raw: boolean
}

/** The memcached keys of cache keys. The default namespace is applied here and nowhere else. */
export class KeySpace {
  readonly #defaultNamespace: string | undefined

  constructor(defaultNamespace: string | undefined) {
    this.#defaultNamespace = defaultNamespace
  }

  /** The namespace of a call that names this one, or none. */
  namespaceOf(namespace: string | undefined): string | undefined {
    // `null` is no namespace, and refused where the keys are made.
    return namespace === undefined ? this.#defaultNamespace : namespace
  }

  /** @throws {InvalidKeyError} for what is no key. */
  resolve(key: CacheKey, { namespace = this.#defaultNamespace, raw = false }: KeyName): ResolvedKey {
    const isRaw = raw !== false || isRawKey(key)
    return { memcachedKey: memcachedKey(key, { namespace, raw }), namespace, raw: isRaw }
  }

  /**
   * The digest of a name in a namespace as it is given, without the default one: 32 hexadecimal digits.
   *
   * @throws {InvalidKeyError} for what is no key.
   */
  digest(name: CacheKey, namespace: string | undefined): string {
    return memcachedKey(name, { namespace })
  }

  /** @throws {InvalidKeyError} for what is no key. */
  memcachedKeyOf(key: CacheKey, { namespace = this.#defaultNamespace, raw = false }: KeyName): string {
    return memcachedKey(key, { namespace, raw })
  }
}

/** The key as the list of keys holds it. */
export function listedKey(key: CacheKey): PlainKey {
  return isRawKey(key) ? key.key : plainKey(key)
}
