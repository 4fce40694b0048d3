import { toWireKey } from './wire-key.ts'

/**
 * Returns when `key` is a memcached key: 1 to 250 bytes in UTF-8, without space and without the control
 * characters of ASCII. memcached lets through every byte above 32 but 127. No character is changed: `é` in
 * one code point and in two are two keys.
 *
 * @throws {TypeError} that says what is wrong with it.
 * @see https://github.com/memcached/memcached/blob/master/doc/protocol.txt section "Keys"
 */
export function assertMemcachedKey(key: unknown): asserts key is string {
  toWireKey(key)
}
