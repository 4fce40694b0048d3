import { inflate } from '#zlib'
import { CodecError } from '../codec-error.ts'

/** The default bound for the expansion of a value: 64 MiB, 64 times memcached's default item limit. */
export const DEFAULT_MAX_SIZE: number = 64 * 1024 * 1024

/**
 * Returns the content of zlib data.
 *
 * @param maxSize the longest content, in bytes
 * @throws {CodecError} `malformed`, `too-large`
 */
export function expanded(value: Uint8Array, maxSize: number): Uint8Array {
  const bytes = tryInflate(value, maxSize)
  if (bytes !== undefined) return bytes
  throw tooLarge(value.length, maxSize)
}

/** Makes the error for a value that would expand beyond its bound. */
export function tooLarge(size: number, maxSize: number): CodecError {
  const advice = 'raise maxDecompressedSize if that is right'
  return new CodecError(
    'too-large',
    `Stored value of ${size} bytes expands to more than ${maxSize}; ${advice}`,
  )
}

function tryInflate(value: Uint8Array, maxSize: number): Uint8Array | undefined {
  try {
    return inflate(value, maxSize)
  } catch (cause) {
    throw new CodecError('malformed', 'Stored value is compressed by its flags, but not zlib data', { cause })
  }
}
