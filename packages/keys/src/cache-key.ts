/**
 * The name of the method that gives the cache key of an object. It is `Symbol.for('lmc.cacheKey')`, so a
 * class can have the method without importing this package.
 */
export const cacheKey: unique symbol = Symbol.for('lmc.cacheKey')

/** An object that gives its own cache key. */
export interface NamesItself {
  /**
   * Returns any cache key, also another object with this method. The result must not change while the object
   * lives.
   */
  [cacheKey](): CacheKey
}

/**
 * The key of a cached value. Two keys are equal when their contents are equal: the order of properties does
 * not count, and `0` equals `-0`. `1` and `'1'` are two keys.
 *
 * - Numbers are finite.
 * - Arrays have no holes. Arrays and objects have at most 500 levels and no cycles.
 * - Objects are plain: their prototype is `Object.prototype` or `null`, and their own enumerable properties
 *   have string names. A `RawKey` is a whole key, never a part of one.
 * - A key has at most 1,048,576 characters, with all its strings and names. Each part of a key counts as 16
 *   more.
 *
 * The type says `object`, and means plain objects and `NamesItself`. A narrower type would refuse an
 * `interface`, which has no index signature. The contents are checked when the key is used.
 */
export type CacheKey = string | number | boolean | null | object
