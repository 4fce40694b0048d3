const brand: unique symbol = Symbol.for('lmc.rawKey')

/**
 * A raw key as an object: a memcached key that is not hashed. `keys()` lists raw keys as `RawKey` objects, so
 * the raw key `a` is not mistaken for the cache key `a`. `get(new RawKey('a'))` is `get('a', { raw: true })`.
 */
export class RawKey {
  /** The key without its namespace. */
  readonly key: string

  static {
    Object.defineProperty(this.prototype, brand, { value: true })
  }

  constructor(key: string) {
    this.key = key
  }

  toString(): string {
    return this.key
  }
}

/** Whether `key` is a `RawKey`, also from another copy of this package. */
export function isRawKey(key: unknown): key is RawKey {
  return typeof key === 'object' && key !== null && brand in key
}
