import type { RawKeyEncoding } from './raw-memcached-key.ts'

const brand: unique symbol = Symbol.for('lmc.rawKey')

/**
 * A raw key as an object: a memcached key that is not hashed. `keys()` lists raw keys as `RawKey` objects, so
 * the raw key `a` is not mistaken for the cache key `a`. `get(new RawKey('a'))` is `get('a', { raw: true })`.
 */
export class RawKey {
  /** The key without its namespace. */
  readonly key: string
  /** `'utf8'`: the key or its namespace may have characters beyond ASCII. */
  readonly encoding: RawKeyEncoding

  static {
    Object.defineProperty(this.prototype, brand, { value: true })
  }

  /**
   * @param encoding `'ascii'` is like `raw: true`, and `'utf8'` like `raw: 'utf8'`.
   * @throws {TypeError} when `encoding` has another value.
   */
  constructor(key: string, encoding: RawKeyEncoding = 'ascii') {
    if (encoding !== 'ascii' && encoding !== 'utf8')
      throw new TypeError(`Encoding of a raw key is ${JSON.stringify(encoding)}; expected 'ascii' or 'utf8'`)
    this.key = key
    this.encoding = encoding
  }

  toString(): string {
    return this.key
  }
}

/** Whether `key` is a `RawKey`, also from another copy of this package. */
export function isRawKey(key: unknown): key is RawKey {
  return typeof key === 'object' && key !== null && brand in key
}
