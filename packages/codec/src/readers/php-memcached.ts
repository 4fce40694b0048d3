import { assertByteCount } from '../assert-byte-count.ts'
import { CodecError } from '../codec-error.ts'
import type { Decoder } from '../codec.ts'
import { expandFastLz } from '../fastlz/expand-fastlz.ts'
import { decodeJson } from '../json/decode-json.ts'
import { decodeNumber } from '../text/decode-number.ts'
import { textOrBytes } from '../text/text-or-bytes.ts'
import { DEFAULT_MAX_SIZE, expanded, tooLarge } from '../zlib/expanded.ts'
import { unknownFlags } from './unknown-flags.ts'

/** What the lowest four bits of the flags say. */
const Type = { text: 0, integer: 1, double: 2, boolean: 3, php: 4, igbinary: 5, json: 6, msgpack: 7 } as const

/** What the four bits above say: that it is compressed, and by what. */
const Compression = { none: 0, zlib: 1 | 2, fastlz: 1 | 4, zstd: 1 | 8 } as const

/** Bytes before what is compressed: the length of what it expands to, the lowest byte first. */
const LENGTH_BYTES = 4

export interface PhpMemcachedReaderOptions {
  /** The most bytes that a value may have when it is not compressed, at least 1. Default 64 MiB. */
  readonly maxDecompressedSize?: number | undefined
}

/**
 * Makes the reader of what php-memcached has stored: texts, numbers, booleans, and with `SERIALIZER_JSON` all else; compressed by zlib or by
 * FastLZ, its default.
 *
 * - Text and bytes are one to PHP: what is UTF-8 comes out as a text, all else as bytes.
 * - Not read are PHP's own serialization, igbinary, msgpack and zstd.
 *
 * @throws {TypeError} when an option is no number
 * @throws {RangeError} when an option is not an integer in its range
 * @see https://github.com/php-memcached-dev/php-memcached/blob/master/php_memcached.c `MEMC_VAL_IS_STRING` and following
 */
export function phpMemcachedReader({
  maxDecompressedSize = DEFAULT_MAX_SIZE,
}: PhpMemcachedReaderOptions = {}): Decoder {
  assertByteCount(1, 'maxDecompressedSize', maxDecompressedSize)
  return {
    decode(value, flags) {
      // The flags of the program itself are in the upper half.
      if ((flags & 0xff00) !== 0) throw unknownFlags('phpMemcachedReader()', flags)
      const read = readerOf(flags)
      return read(withoutCompression(value, flags, maxDecompressedSize))
    },
  }
}

function readerOf(flags: number): (bytes: Uint8Array) => unknown {
  switch (flags & 0xf) {
    case Type.text:
      return textOrBytes
    case Type.integer:
    case Type.double:
      return decodeNumber
    case Type.boolean:
      return decodeBoolean
    case Type.json:
      return decodeJson
    case Type.php:
    case Type.igbinary:
    case Type.msgpack:
      throw unknownFlags('phpMemcachedReader()', flags, "store by PHP's SERIALIZER_JSON")
    default:
      throw unknownFlags('phpMemcachedReader()', flags)
  }
}

function decodeBoolean(bytes: Uint8Array): boolean {
  if (bytes.length === 0) return false
  if (bytes.length === 1 && bytes[0] === '1'.charCodeAt(0)) return true
  throw new CodecError('malformed', 'Stored value is a boolean by its flags, but neither empty nor 1')
}

function withoutCompression(value: Uint8Array, flags: number, maxSize: number): Uint8Array {
  const compression = (flags >>> 4) & 0xf
  if (compression === Compression.none) return value
  if (compression === Compression.zstd)
    throw unknownFlags('phpMemcachedReader()', flags, 'it is compressed by zstd: have PHP compress by zlib')
  if (compression !== Compression.zlib && compression !== Compression.fastlz)
    throw unknownFlags('phpMemcachedReader()', flags)
  if (value.length <= LENGTH_BYTES) throw wrongLength()
  const length = new DataView(value.buffer, value.byteOffset).getUint32(0, true)
  if (length === 0) throw wrongLength()
  if (length > maxSize) throw tooLarge(value.length, maxSize)
  const data = value.subarray(LENGTH_BYTES)
  if (compression === Compression.fastlz) return expandFastLz(data, length)
  const bytes = expanded(data, length)
  if (bytes.length !== length) throw wrongLength()
  return bytes
}

function wrongLength(): CodecError {
  return new CodecError(
    'malformed',
    'Stored value is compressed by its flags, but not of the length that it begins with',
  )
}
