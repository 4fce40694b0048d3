/** @module memcache-client */

import { CodecError } from '../codec-error.ts'
import type { Decoder } from '../codec.ts'
import { decodeNumber } from '../text/decode-number.ts'
import { decodeUtf8 } from '../text/decode-utf8.ts'
import { decodeJsonOrInteger } from './decode-json-or-integer.ts'
import { unknownFlags } from './unknown-flags.ts'

/** The flags in `lib/value-flags.js` of memcache-client 1.0.5. */
const [COMPRESSED, JSON_VALUE, NUMERIC, BINARY]: readonly [number, number, number, number] = [1, 2, 4, 8]

export interface MemcacheClientReaderOptions {
  /**
   * Returns the bytes of a compressed value: the `decompressSync` of the other program's compressor. The
   * default compressor is zstd: `(bytes) => zlib.zstdDecompressSync(bytes, { maxOutputLength })` of
   * `node:zlib`, since Node.js 22.15. The function itself must bound its output. Absent: compressed values
   * are not read.
   */
  readonly decompress?: ((bytes: Uint8Array) => Uint8Array) | undefined
}

/**
 * Makes the reader for items of npm's `memcache-client`.
 *
 * - A `Buffer` becomes a `Uint8Array`. A boolean becomes a string, as in its own client.
 * - The reader also reads the integers of `jsonCodec`. It takes bytes of `jsonCodec` for a string when they
 *   are UTF-8. It takes bytes that `compressed` has compressed for a `Buffer`.
 *
 * @throws {TypeError} when `decompress` is not a function
 */
export function memcacheClientReader({ decompress }: MemcacheClientReaderOptions = {}): Decoder {
  if (decompress !== undefined && typeof decompress !== 'function')
    throw new TypeError(`decompress is of type ${typeof decompress}; expected a function from bytes to bytes`)
  return {
    decode(value, flags) {
      const isCompressed = (flags & COMPRESSED) !== 0
      const type = isCompressed ? flags - COMPRESSED : flags
      if (type !== 0 && type !== JSON_VALUE && type !== NUMERIC && type !== BINARY)
        throw unknownFlags('memcacheClientReader()', flags)
      return read(isCompressed ? decompressed(value, flags, decompress) : value, type)
    },
  }
}

function read(value: Uint8Array, type: number): unknown {
  if (type === JSON_VALUE) return decodeJsonOrInteger(value)
  if (type === NUMERIC) return decodeNumber(value)
  if (type === BINARY) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
  return decodeUtf8(value)
}

function decompressed(
  value: Uint8Array,
  flags: number,
  decompress: MemcacheClientReaderOptions['decompress'],
): Uint8Array {
  if (decompress === undefined)
    throw unknownFlags('memcacheClientReader()', flags, 'it is compressed: give the option decompress')
  let bytes: unknown
  try {
    bytes = decompress(value)
  } catch (cause) {
    throw new CodecError(
      'malformed',
      'Stored value is compressed by its flags, but decompress() fails on it',
      {
        cause,
      },
    )
  }
  if (bytes instanceof Uint8Array) return bytes
  throw new TypeError('decompress() gave something else than bytes; expected a Uint8Array')
}
