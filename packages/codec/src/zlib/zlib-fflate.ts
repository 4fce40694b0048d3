import { Unzlib, zlibSync } from 'fflate'
import { adler32 } from './adler32.ts'

// One byte of deflate data makes at most 1032 bytes.
const maxRatio = 1032
// Each slice costs a buffer for its whole output. So no slice is tiny, and none is huge.
const minSlice = 256
const maxSlice = 16 * 1024

/** The same as in `zlib-node.ts`, for runtimes without `node:zlib`. */
export function deflate(bytes: Uint8Array): Uint8Array {
  return zlibSync(bytes)
}

/** The same as in `zlib-node.ts`. Stops at most 258 KiB beyond `maxSize`. */
export function inflate(bytes: Uint8Array, maxSize: number): Uint8Array | undefined {
  const parts: Uint8Array[] = []
  let size = 0
  const stream = new Unzlib((part) => {
    size += part.length
    parts.push(part)
  })
  let position = 0
  do {
    const next = position + sliceWithin(maxSize - size)
    stream.push(bytes.subarray(position, next), next >= bytes.length)
    if (size > maxSize) return undefined
    position = next
  } while (position < bytes.length)
  return checked(concatenated(parts, size), bytes)
}

// How many bytes to inflate at once, so that their output fits into the room that is left, or nearly.
function sliceWithin(room: number): number {
  return Math.min(maxSlice, Math.max(minSlice, Math.floor(room / maxRatio)))
}

function concatenated(parts: readonly Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size)
  let position = 0
  for (const part of parts) {
    whole.set(part, position)
    position += part.length
  }
  return whole
}

// zlib data ends with a checksum of its content, most significant byte first. fflate does not check it.
function checked(bytes: Uint8Array, compressed: Uint8Array): Uint8Array {
  const { buffer, byteOffset, byteLength } = compressed
  if (new DataView(buffer, byteOffset, byteLength).getUint32(byteLength - 4) === adler32(bytes)) return bytes
  throw new Error('Incorrect checksum of zlib data')
}
