/** Up to so many bytes V8 makes room for on its own heap, which is the fastest. */
const LONGEST_ON_HEAP = 64

/** From so many bytes on an array of its own costs less than sharing one. */
const SHORTEST_ALONE = 2 * 1024

/** So many bytes are copied at once at most, for the values in them. */
const SLAB = 8 * 1024

/**
 * Copies values out of a buffer that is going to be overwritten. Where several values of middle length come
 * together, one copy of them all serves each: an array of its own, or one of Node's pool, would cost several
 * times the copy. A caller that keeps such a value keeps at most the 8 KiB around it alive.
 *
 * @see https://nodejs.org/api/buffer.html#static-method-bufferallocunsafesize
 */
export class ValueCopier {
  readonly #source: Uint8Array
  /** The latest copy, of the bytes from `#start` to `#end`. */
  #slab: ArrayBufferLike = new ArrayBuffer(0)
  #start = 0
  #end = 0

  constructor(source: Uint8Array) {
    this.#source = source
  }

  /** The buffer has been written to, so that the latest copy is of no more use. */
  forget(): void {
    this.#end = 0
  }

  /** The bytes from `start` to `end`, of which those of other values may follow up to `last`. */
  copy(start: number, end: number, last: number): Uint8Array {
    const length = end - start
    if (length <= LONGEST_ON_HEAP || length >= SHORTEST_ALONE) return this.#source.slice(start, end)
    if (end > this.#end) {
      if (last - end < length) {
        const copy = Buffer.allocUnsafe(length)
        copy.set(this.#source.subarray(start, end))
        return copy
      }
      this.#start = start
      this.#end = Math.min(last, start + SLAB)
      this.#slab = this.#source.slice(start, this.#end).buffer
    }
    return new Uint8Array(this.#slab, start - this.#start, length)
  }
}
