const brand: unique symbol = Symbol.for('lmc.rawKey')

/**
 * A cache key that is the memcached key as it is, the namespace before it. `keys()` lists raw keys as such objects, so that the raw key `a` and
 * the cache key `a` can be told apart. `get(new RawKey('a'))` is `get('a', { raw: true })`.
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

/** Whether it is a `RawKey`, also one of another copy of this package. */
export function isRawKey(key: unknown): key is RawKey {
  return typeof key === 'object' && key !== null && brand in key
}
