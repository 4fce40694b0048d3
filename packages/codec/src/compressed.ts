/** @module compressed */

import { deflate } from '#zlib'
import { assertByteCount } from './assert-byte-count.ts'
import type { Codec, Encoded } from './codec.ts'
import { Flag } from './flag.ts'
import { DEFAULT_MAX_SIZE, expanded } from './zlib/expanded.ts'

/** Which values are compressed, and the bound for their expansion. */
export interface CompressedOptions {
  /**
   * Values of fewer bytes are not compressed. 0 compresses all values that get smaller. Default 1024: a
   * shorter value fits into one network packet anyway, and zlib would cost more time than it saves.
   */
  readonly threshold?: number
  /**
   * The most bytes of a value without compression, at least 1. `decode` throws for an item that would expand
   * beyond this bound, and `encode` does not compress a larger value. Default 64 MiB, 64 times memcached's
   * default item limit. Ordinary values expand to 5 or 20 times their compressed size. A crafted item can
   * expand to 1032 times: a gigabyte.
   */
  readonly maxDecompressedSize?: number
}

/**
 * Makes a codec that encodes like the given one, and compresses the bytes by zlib when that makes them fewer.
 * {@link Flag.compressed} marks compressed bytes. The codec also reads items without compression.
 *
 * @throws {TypeError} when an option is not a number, or the codec has no `encode` and `decode`
 * @throws {RangeError} when an option is not an integer in its range
 */
export function compressed(
  codec: Codec,
  { threshold = 1024, maxDecompressedSize = DEFAULT_MAX_SIZE }: CompressedOptions = {},
): Codec {
  if (typeof codec?.encode !== 'function' || typeof codec.decode !== 'function')
    throw new TypeError('codec is no codec; expected an object with encode(value) and decode(value, flags)')
  assertByteCount(0, 'threshold', threshold)
  assertByteCount(1, 'maxDecompressedSize', maxDecompressedSize)
  return {
    encode(value) {
      const encoded = codec.encode(value)
      const size = encoded.value.length
      const isCompressible = size >= threshold && size <= maxDecompressedSize && !isCompressed(encoded.flags)
      return isCompressible ? smaller(encoded) : encoded
    },
    decode(value, flags) {
      if (!isCompressed(flags)) return codec.decode(value, flags)
      return codec.decode(expanded(value, maxDecompressedSize), withoutCompressed(flags))
    },
  }
}

function smaller(encoded: Encoded): Encoded {
  const value = deflate(encoded.value)
  return value.length < encoded.value.length ? { value, flags: withCompressed(encoded.flags) } : encoded
}

function isCompressed(flags: number): boolean {
  return (flags & Flag.compressed) !== 0
}

// `>>> 0`, since flags have 32 bits without a sign and bit operations have one.
function withCompressed(flags: number): number {
  return (flags | Flag.compressed) >>> 0
}

function withoutCompressed(flags: number): number {
  return (flags & ~Flag.compressed) >>> 0
}
