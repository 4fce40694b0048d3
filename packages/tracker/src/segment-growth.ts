/**
 * What this process knows of how a segment grows, and when it looks at it: after a random number of the bytes that it appends itself, so
 * that all processes together look equally often however many they are; the more rarely the more room there is, so that looks
 * stay cheap.
 */
export class SegmentGrowth {
  readonly #leastBytes: number
  #compactBytes = 0
  #bytesUntilLook: number

  /** @param leastBytes a segment of fewer bytes is not worth rewriting. */
  constructor(leastBytes: number) {
    this.#leastBytes = leastBytes
    this.#bytesUntilLook = randomUpTo(8 * leastBytes)
  }

  /** From how many bytes on the segment has doubled since it was tidied. */
  get overgrownAt(): number {
    return Math.max(this.#leastBytes, 2 * this.#compactBytes) + 1
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

  /** Says that somebody here has looked, and after how many bytes at most he is to look again. */
  looked(most: number): void {
    this.#bytesUntilLook = randomUpTo(Math.max(this.#leastBytes, most))
  }
}

function randomUpTo(most: number): number {
  return Math.ceil(Math.random() * most)
}
