/** @module php-memcached */

import { assertByteCount } from '../assert-byte-count.ts'
import { CodecError } from '../codec-error.ts'
import type { Decoder } from '../codec.ts'
import { expandFastLz } from '../fastlz/expand-fastlz.ts'
import { decodeJson } from '../json/decode-json.ts'
import { decodeNumber } from '../text/decode-number.ts'
import { textOrBytes } from '../text/text-or-bytes.ts'
import { DEFAULT_MAX_SIZE, expanded, tooLarge } from '../zlib/expanded.ts'
import { unknownFlags } from './unknown-flags.ts'

/** The type in the lowest four bits of the flags. */
const Type = { text: 0, integer: 1, double: 2, boolean: 3, php: 4, igbinary: 5, json: 6, msgpack: 7 } as const

/** The compression in the next four bits. */
const Compression = { none: 0, zlib: 1 | 2, fastlz: 1 | 4, zstd: 1 | 8 } as const

/** The bytes before the compressed data: the length of its content, the lowest byte first. */
const LENGTH_BYTES = 4

export interface PhpMemcachedReaderOptions {
  /** The most bytes of a value without compression, at least 1. Default 64 MiB. */
  readonly maxDecompressedSize?: number | undefined
}

/**
 * Makes the reader for items of php-memcached: strings, numbers, booleans, and, with `SERIALIZER_JSON`, all
 * other values. They may be compressed by zlib, or by FastLZ, PHP's default.
 *
 * - PHP has one type for strings and bytes. A value that is UTF-8 becomes a string, and others bytes.
 * - The reader cannot read PHP's own serialization, igbinary, msgpack and zstd.
 *
 * @throws {TypeError} when an option is not a number
 * @throws {RangeError} when an option is not an integer in its range
 * @see https://github.com/php-memcached-dev/php-memcached/blob/master/php_memcached.c `MEMC_VAL_IS_STRING`
 *   and following
 */
export function phpMemcachedReader({
  maxDecompressedSize = DEFAULT_MAX_SIZE,
}: PhpMemcachedReaderOptions = {}): Decoder {
  assertByteCount(1, 'maxDecompressedSize', maxDecompressedSize)
  return {
    decode(value, flags) {
      // The upper half has the flags of the application.
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
