import { md5 } from '#md5'
import { assertNamespace } from './checks/assert-namespace.ts'
import type { CacheKey } from './cache-key.ts'
import { canonicalText } from './canonical-text.ts'
import { ordinaryBytes } from './ordinary-bytes.ts'
import { isRawKey } from './raw-key.ts'
import { rawMemcachedKey } from './raw-memcached-key.ts'

/** How a cache key becomes a memcached key. */
export interface MemcachedKeyOptions {
  /** Separates the keys of one user of the servers from another's. Absent is none; `''` is one like any other. */
  readonly namespace?: string | undefined
  /**
   * Whether the key is the memcached key as it is, the namespace prepended, for values that other programs read or
   * write by that key. Default `false`. Of raw keys the namespaces `''` and none are the same.
   */
  readonly raw?: boolean | undefined
}

/**
 * Gives the key to use on the wire: 32 hexadecimal digits, the md5 of the {@link canonicalText}; or, when raw, the key
 * itself behind its namespace. It is the same in every process and runtime.
 *
 * @throws {InvalidKeyError} Not raw: `unsupported-type`, `unsupported-property`, `not-finite`, `cyclic`, `too-deep`,
 *   `too-long`, `namespace`. Raw: `raw-type`, `raw-length`, `raw-character`, `namespace`.
 */
export function memcachedKey(key: CacheKey, options?: MemcachedKeyOptions): string {
  const namespace = options?.namespace
  if (isRawKey(key)) return rawMemcachedKey(key.key, namespace)
  if (options?.raw === true) return rawMemcachedKey(key, namespace)
  assertNamespace(namespace)
  return md5(ordinaryBytes(key, namespace) ?? canonicalText(key, namespace))
}
