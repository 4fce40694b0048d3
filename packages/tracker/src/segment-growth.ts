/** A segment of fewer bytes is not worth rewriting. */
const LEAST_BYTES = 4 * 1024

/**
 * What this process knows of how a segment grows, and when it looks at it: after a random number of the bytes that it appends itself, so
 * that all processes together look equally often however many they are; the more rarely the more room there is, so that looks
 * stay cheap.
 */
export class SegmentGrowth {
  #compactBytes = 0
  #bytesUntilLook = randomUpTo(8 * LEAST_BYTES)

  /** From how many bytes on the segment has doubled since it was tidied. */
  get overgrownAt(): number {
    return Math.max(LEAST_BYTES, 2 * this.#compactBytes) + 1
  }

  /** Counts bytes that were appended; returns whether it is time to look, once. */
  add(byteLength: number): boolean {
    const isBefore = this.#bytesUntilLook > 0
    this.#bytesUntilLook -= byteLength
    return isBefore && this.#bytesUntilLook <= 0
  }

  /** Says that the segment was tidied, and what was left. */
  tidied(compactBytes: number): void {
    this.#compactBytes = compactBytes
  }

  /** Says that somebody here has looked, and how many bytes more there may be until something is to be done. */
  looked(room: number): void {
    this.#bytesUntilLook = randomUpTo(Math.max(LEAST_BYTES, room / 2))
  }
}

function randomUpTo(most: number): number {
  return Math.ceil(Math.random() * most)
}
