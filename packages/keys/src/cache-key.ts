/**
 * The method by which an object names itself in a cache key. It is `Symbol.for('lmc.cacheKey')`, so a class can have it
 * without importing this package.
 */
export const cacheKey: unique symbol = Symbol.for('lmc.cacheKey')

/** An object that says itself what it is called in a cache key. */
export interface NamesItself {
  /** Gives any cache key, also another object that names itself. It must not change while the object is the same. */
  [cacheKey](): CacheKey
}

/**
 * What a value is cached under. Two keys are the same when their contents are: the order of properties does not count,
 * and `0` is `-0`; `1` and `'1'` are two keys.
 *
 * - Numbers are finite.
 * - Arrays have no holes. Arrays and objects nest at most 500 levels deep and hold no cycle.
 * - Objects are plain: their prototype is `Object.prototype` or `null`, and their own enumerable properties have string
 *   names. A `RawKey` stands for itself, and only alone.
 * - A key has at most 1,048,576 characters, all its texts and names together; each part of it counts as 16 more.
 *
 * The type says `object` where it means plain objects and `NamesItself`: an `interface` has no index signature, and
 * would not be one. What is inside is checked when the key is used.
 */
export type CacheKey = string | number | boolean | null | object
