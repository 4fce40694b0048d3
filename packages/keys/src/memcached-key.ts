import { md5 } from '#md5'
import { assertNamespace } from './checks/assert-namespace.ts'
import type { CacheKey } from './cache-key.ts'
import { canonicalText } from './canonical-text.ts'
import { ordinaryBytes } from './ordinary-bytes.ts'
import { isRawKey } from './raw-key.ts'
import { rawMemcachedKey } from './raw-memcached-key.ts'

/** The options for making a memcached key. */
export interface MemcachedKeyOptions {
  /**
   * Keeps the keys of one program apart from others on the same servers. Absent: none; `''` is a namespace
   * like any other.
   */
  readonly namespace?: string | undefined
  /**
   * Whether the key is used unhashed, behind the namespace, for values that other programs read or write.
   * Default `false`. For raw keys the namespace `''` is the same as none.
   */
  readonly raw?: boolean | undefined
}

/**
 * Returns the memcached key: the md5 of the {@link canonicalText}, as 32 hexadecimal digits. For a raw key:
 * the namespace and then the key. The result is the same in every process and runtime.
 *
 * @throws {InvalidKeyError} Not raw: `unsupported-type`, `unsupported-property`, `not-finite`, `cyclic`,
 *   `too-deep`, `too-long`, `namespace`. Raw: `raw-type`, `raw-length`, `raw-character`, `namespace`.
 */
export function memcachedKey(key: CacheKey, options?: MemcachedKeyOptions): string {
  const namespace = options?.namespace
  if (isRawKey(key)) return rawMemcachedKey(key.key, namespace)
  if (options?.raw === true) return rawMemcachedKey(key, namespace)
  assertNamespace(namespace)
  return md5(ordinaryBytes(key, namespace) ?? canonicalText(key, namespace))
}
