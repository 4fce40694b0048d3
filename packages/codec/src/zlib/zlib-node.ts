import { constants } from 'node:buffer'
import { deflateSync, inflateSync } from 'node:zlib'

/** Gives the bytes compressed in the zlib format. */
export function deflate(bytes: Uint8Array): Uint8Array {
  return deflateSync(bytes)
}

/**
 * Gives the bytes that were compressed in the zlib format, or `undefined` as soon as they turn out to be more than
 * `maxSize`. Throws an error of the library's own on anything but zlib data.
 *
 * @param maxSize in bytes, at least 1
 */
export function inflate(bytes: Uint8Array, maxSize: number): Uint8Array | undefined {
  try {
    return inflateSync(bytes, { maxOutputLength: Math.min(maxSize, constants.MAX_LENGTH) })
  } catch (error) {
    // By its code: in a realm of its own, as Jest has, Node's errors are instances of no class.
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') return undefined
    throw error
  }
}
