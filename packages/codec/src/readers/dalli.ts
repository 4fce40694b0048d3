/** @module dalli */

import { assertByteCount } from '../assert-byte-count.ts'
import type { Decoder } from '../codec.ts'
import { decodeJson } from '../json/decode-json.ts'
import { decodeUtf8 } from '../text/decode-utf8.ts'
import { textOrBytes } from '../text/text-or-bytes.ts'
import { DEFAULT_MAX_SIZE, expanded } from '../zlib/expanded.ts'
import { unknownFlags } from './unknown-flags.ts'

/**
 * The flags in `lib/dalli/protocol`: `FLAG_SERIALIZED`, `FLAG_COMPRESSED`, and, in later versions,
 * `FLAG_UTF8`.
 */
const Bit = { serialized: 1, compressed: 2, utf8: 4 } as const

export interface DalliReaderOptions {
  /** The most bytes of a value without compression, at least 1. Default 64 MiB. */
  readonly maxDecompressedSize?: number | undefined
}

/**
 * Makes the reader for items of Dalli with `serializer: JSON` or `raw: true`, compressed or not.
 *
 * - A raw value is a string when it is UTF-8, and otherwise bytes.
 * - The reader cannot read Ruby's `Marshal`, which is Dalli's default.
 *
 * @throws {TypeError} when an option is not a number
 * @throws {RangeError} when an option is not an integer in its range
 */
export function dalliReader({ maxDecompressedSize = DEFAULT_MAX_SIZE }: DalliReaderOptions = {}): Decoder {
  assertByteCount(1, 'maxDecompressedSize', maxDecompressedSize)
  return {
    decode(value, flags) {
      const type = flags & ~Bit.compressed
      if (type !== 0 && type !== Bit.serialized && type !== Bit.utf8)
        throw unknownFlags('dalliReader()', flags)
      const bytes = (flags & Bit.compressed) === 0 ? value : expanded(value, maxDecompressedSize)
      if (type === Bit.serialized) return decodeJson(bytes)
      return type === Bit.utf8 ? decodeUtf8(bytes) : textOrBytes(bytes)
    },
  }
}
