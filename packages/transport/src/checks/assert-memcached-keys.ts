import { toWireKeys } from './wire-key.ts'

/**
 * Returns if `keys` is an array of memcached keys. A text is none, though it can be iterated.
 *
 * @throws {TypeError} that says what is wrong.
 */
export function assertMemcachedKeys(keys: unknown): asserts keys is readonly string[] {
  toWireKeys(keys)
}
