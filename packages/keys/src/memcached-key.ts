import { md5 } from '#md5'
import { assertNamespace } from './checks/assert-namespace.ts'
import type { CacheKey } from './cache-key.ts'
import { canonicalText } from './canonical-text.ts'
import { ordinaryBytes } from './ordinary-bytes.ts'
import { isRawKey } from './raw-key.ts'
import { type RawKeyEncoding, rawMemcachedKey } from './raw-memcached-key.ts'
import { RecentDigests } from './recent-digests.ts'

let recent: RecentDigests | undefined

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
   *
   * - `true`: namespace and key together have 1 to 250 characters of printable ASCII without space.
   * - `'utf8'`: they have 1 to 250 bytes of UTF-8, without space and the control characters of ASCII.
   *   Characters are not normalized: `é` in one code point and in two are two keys.
   */
  readonly raw?: boolean | 'utf8' | undefined
}

/**
 * Returns the memcached key: the md5 of the {@link canonicalText}, as 32 hexadecimal digits. For a raw key:
 * the namespace and then the key. The result is the same in every process and runtime.
 *
 * @throws {InvalidKeyError} Not raw: `unsupported-type`, `unsupported-property`, `not-finite`, `cyclic`,
 *   `too-deep`, `too-long`, `namespace`. Raw: `raw-type`, `raw-length`, `raw-character`, `namespace`.
 * @throws {TypeError} when `raw` has another value.
 */
export function memcachedKey(key: CacheKey, options?: MemcachedKeyOptions): string {
  const namespace = options?.namespace
  const raw = options?.raw ?? false
  if (isRawKey(key))
    return rawMemcachedKey(key.key, namespace, raw === 'utf8' || key.encoding === 'utf8' ? 'utf8' : 'ascii')
  if (raw !== false) return rawMemcachedKey(key, namespace, encodingOf(raw))
  assertNamespace(namespace)
  if (typeof key !== 'string') return digestOf(key, namespace)
  recent ??= new RecentDigests(digestOf)
  return recent.of(key, namespace)
}

function digestOf(key: CacheKey, namespace: string | undefined): string {
  return md5(ordinaryBytes(key, namespace) ?? canonicalText(key, namespace))
}

function encodingOf(raw: unknown): RawKeyEncoding {
  if (raw === true) return 'ascii'
  if (raw === 'utf8') return 'utf8'
  const came = typeof raw === 'string' ? JSON.stringify(raw) : `of type ${typeof raw}`
  throw new TypeError(`raw is ${came}; expected a boolean or 'utf8'`)
}
