/**
 * The flags of stored values. Other languages read them, and items outlive the program that wrote them: a number here
 * never changes.
 *
 * @see https://github.com/pinterest/pymemcache/blob/master/pymemcache/serde.py `FLAG_BYTES` and following; python-memcached
 *   has the same
 */
export const Flag = {
  /** Bytes as they are. */
  bytes: 0,
  /** An integer as decimal text. */
  integer: 2,
  /** Python 2's `long`: as `integer`. Read, never written. */
  long: 4,
  /** Set beside the others: the bytes are compressed by zlib. */
  compressed: 8,
  /** A string as UTF-8. */
  text: 16,
  /** JSON as UTF-8. lmc's own, unknown to Python. */
  json: 32,
} as const
