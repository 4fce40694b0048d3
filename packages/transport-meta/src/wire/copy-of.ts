/** Up to so many bytes V8 makes room for on its own heap, which is the fastest. */
const LONGEST_ON_HEAP = 64

/** From so many bytes on an array of its own costs less than copying does. */
const SHORTEST_ALONE = 2 * 1024

/**
 * The bytes of `source` from `start` to `end`, copied. In between the two bounds they lie in Node's pool for
 * small buffers, because an array of its own would cost several times the copy. A caller that keeps such a
 * value keeps at most the 8 KiB around it alive.
 *
 * @see https://nodejs.org/api/buffer.html#static-method-bufferallocunsafesize
 */
export function copyOf(source: Uint8Array, start: number, end: number): Uint8Array {
  const length = end - start
  if (length <= LONGEST_ON_HEAP || length >= SHORTEST_ALONE) return source.slice(start, end)
  const copy = Buffer.allocUnsafe(length)
  copy.set(source.subarray(start, end))
  return copy
}
