/**
 * The registry of flags: every bit that lmc writes, reads or leaves to others. A number here never changes,
 * because other languages read these bits, and items outlive the program that wrote them.
 *
 * @see https://github.com/pinterest/pymemcache/blob/master/pymemcache/serde.py `FLAG_BYTES` and following;
 *   python-memcached has the same flags
 */
export const Flag = {
  /** Bytes, stored unchanged. */
  bytes: 0,
  /**
   * A Python pickle. lmc never reads one. Set beside `header`, so that Python's clients take the item for a
   * miss.
   */
  pickle: 1,
  /** An integer as decimal text. */
  integer: 2,
  /** Python 2's `long`, in the format of `integer`. lmc reads this flag and never writes it. */
  long: 4,
  /** The bytes are compressed by zlib. Set beside the other flags. */
  compressed: 8,
  /** A string as UTF-8. */
  text: 16,
  /**
   * The text is JSON. Set beside `text`. The bit is lmc's own: Python's clients read the JSON as a string.
   * lmc also reads this flag alone.
   */
  json: 32,
  /**
   * The text is devalue's format, which keeps more than JSON. Set beside `text`: Python's clients read a
   * string.
   */
  structured: 256,
  /**
   * The byte 0xc1, and MessagePack behind it. Set beside `pickle`, so that Python's clients take the item for
   * a miss: no pickle can begin with this byte.
   */
  msgpack: 512,
  /**
   * A header of the client stands before the codec's bytes, and begins with a magic number. No other client
   * uses this bit. The codec decodes an item with the bit and without the magic number.
   */
  header: 32_768,
  /** Set beside `header`: the item is a lease. There is no value, and one process is loading it. */
  lease: 16_384,
} as const
