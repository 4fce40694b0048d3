/** A segment of fewer bytes is not worth rewriting. */
const LEAST_BYTES = 4 * 1024

/**
 * What this process knows of how a segment grows, and when it looks at it: after a random number of the bytes that it appends itself, so
 * that all processes together look equally often however many they are; the more rarely the larger the segment, so that looks
 * stay cheap.
 */
export class SegmentGrowth {
  #compactBytes = 0
  #bytesUntilLook = randomUpTo(8 * LEAST_BYTES)

  /** Counts bytes that were appended; returns whether it is time to look, once. */
  add(byteLength: number): boolean {
    const isBefore = this.#bytesUntilLook > 0
    this.#bytesUntilLook -= byteLength
    return isBefore && this.#bytesUntilLook <= 0
  }

  /** Whether a segment of this size may have doubled since it was tidied. */
  isOvergrown(byteLength: number): boolean {
    return byteLength > Math.max(LEAST_BYTES, 2 * this.#compactBytes)
  }

  /** Says that somebody here has looked, and, where it was tidied, what was left. */
  looked(compactBytes: number = this.#compactBytes): void {
    this.#compactBytes = compactBytes
    this.#bytesUntilLook = randomUpTo(Math.max(LEAST_BYTES, compactBytes / 4))
  }
}

function randomUpTo(most: number): number {
  return Math.ceil(Math.random() * most)
}
