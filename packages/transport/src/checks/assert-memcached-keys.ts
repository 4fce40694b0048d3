import { assertMemcachedKey } from './assert-memcached-key.ts'

/**
 * Returns if `keys` is an array of memcached keys. A text is none, though it can be iterated.
 *
 * @throws {TypeError} that says what is wrong.
 */
export function assertMemcachedKeys(keys: unknown): asserts keys is readonly string[] {
  if (!Array.isArray(keys)) {
    const came = keys === null ? 'null' : `of type ${typeof keys}`
    throw new TypeError(`Keys are ${came}; expected an array of memcached keys`)
  }
  for (const key of keys) assertMemcachedKey(key)
}
