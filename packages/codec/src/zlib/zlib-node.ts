import { constants } from 'node:buffer'
import { deflateSync, inflateSync } from 'node:zlib'

/** Returns the bytes, compressed in the zlib format. */
export function deflate(bytes: Uint8Array): Uint8Array {
  return deflateSync(bytes)
}

/**
 * Returns the content of zlib data, or `undefined` as soon as it is larger than `maxSize`. For other data it
 * throws an error of the library.
 *
 * @param maxSize in bytes, at least 1
 */
export function inflate(bytes: Uint8Array, maxSize: number): Uint8Array | undefined {
  try {
    return inflateSync(bytes, { maxOutputLength: Math.min(maxSize, constants.MAX_LENGTH) })
  } catch (error) {
    // By its code: under Jest, which has its own realm, `instanceof` does not work for Node's errors.
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') return undefined
    throw error
  }
}
