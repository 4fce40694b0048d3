/** So much is taken for a value at once; a longer one doubles its room as its bytes arrive. */
const FIRST_ROOM = 1024 * 1024

/**
 * Gathers a value that comes in several reads. A length that a server announces costs no memory by itself,
 * only bytes that arrive do: at most twice as many as there are.
 */
export class ValueReader {
  readonly #length: number
  #bytes: Uint8Array | undefined
  #filled = 0

  /**
   * @param length of the value, in bytes.
   * @param isWanted when `false`, the bytes are only counted.
   */
  constructor(length: number, isWanted: boolean) {
    this.#length = length
    if (isWanted) this.#bytes = new Uint8Array(Math.min(length, FIRST_ROOM))
  }

  get isComplete(): boolean {
    return this.#filled === this.#length
  }

  /** The value once it is complete, in memory of its own; `undefined` when it was not wanted. */
  get value(): Uint8Array | undefined {
    return this.#bytes
  }

  /** Takes what is the value's of `source` from `start` to `end`, and returns where that ends. */
  take(source: Uint8Array, start: number, end: number): number {
    const count = Math.min(end - start, this.#length - this.#filled)
    if (this.#bytes !== undefined) {
      this.#bytes = this.#withRoomFor(this.#bytes, this.#filled + count)
      this.#bytes.set(source.subarray(start, start + count), this.#filled)
    }
    this.#filled += count
    return start + count
  }

  #withRoomFor(bytes: Uint8Array, length: number): Uint8Array {
    if (length <= bytes.length) return bytes
    const grown = new Uint8Array(Math.min(this.#length, Math.max(length, 2 * bytes.length)))
    grown.set(bytes.subarray(0, this.#filled))
    return grown
  }
}
