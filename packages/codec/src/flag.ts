/**
 * The one registry of flags: every bit that lmc writes, reads or leaves to others. Other languages read them, and items outlive the program
 * that wrote them: a number here never changes.
 *
 * @see https://github.com/pinterest/pymemcache/blob/master/pymemcache/serde.py `FLAG_BYTES` and following; python-memcached
 *   has the same
 */
export const Flag = {
  /** Bytes as they are. */
  bytes: 0,
  /** What Python pickled. Never read here; set beside `header`, so that Python's clients take the item for a miss. */
  pickle: 1,
  /** An integer as decimal text. */
  integer: 2,
  /** Python 2's `long`: as `integer`. Read, never written. */
  long: 4,
  /** Set beside the others: the bytes are compressed by zlib. */
  compressed: 8,
  /** A string as UTF-8. */
  text: 16,
  /** Set beside `text`: the text is JSON. lmc's own bit; Python's clients read the JSON as a string. Alone it is read as well. */
  json: 32,
  /** Set beside `text`: the text is devalue's, which holds what JSON does not. Python's clients read it as a string. */
  structured: 256,
  /**
   * Set beside `pickle`, so that Python's clients take the item for a miss: the byte 0xc1, with which no pickle can begin, and MessagePack
   * behind it.
   */
  msgpack: 512,
  /**
   * The client's own, which no other client uses: a header may stand before the codec's bytes, and begins with a magic number. An item
   * that has the bit and not the magic is the codec's as it is.
   */
  header: 32_768,
  /** Set beside `header`: there is no value, one process is loading it. */
  lease: 16_384,
} as const
