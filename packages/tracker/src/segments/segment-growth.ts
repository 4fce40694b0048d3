/**
 * What this process knows of how a segment grows, and when it looks at the segment. It looks after a random
 * number of the bytes that it appends itself. So all processes together look equally often however many they
 * are. The more room there is, the more rarely they look. A process that has found just what it wrote itself
 * is alone, and looks when there is no room any more.
 */
export class SegmentGrowth {
  readonly #leastBytes: number
  #compactBytes = 0
  #bytesUntilLook: number
  #sentBytes = 0
  #isAlone = false
  /** How long the segment was at last, and `sentBytes` at that request. */
  #seen = { byteLength: 0, sentBytes: 0 }

  /** @param leastBytes a segment of fewer bytes is not worth rewriting. */
  constructor(leastBytes: number) {
    this.#leastBytes = leastBytes
    this.#bytesUntilLook = randomUpTo(8 * leastBytes)
  }

  /** How many bytes this process has sent to be appended. */
  get sentBytes(): number {
    return this.#sentBytes
  }

  /** Whether nobody else had appended anything when this process saw the segment last. */
  get isAlone(): boolean {
    return this.#isAlone
  }

  /** Whether this process has sent something since it saw the segment last. */
  get hasGrown(): boolean {
    return this.#sentBytes !== this.#seen.sentBytes
  }

  /** From how many bytes on the segment has doubled since it was tidied. */
  get overgrownAt(): number {
    return Math.max(this.#leastBytes, 2 * this.#compactBytes) + 1
  }

  /** Counts bytes that are being sent. */
  send(byteLength: number): void {
    this.#sentBytes += byteLength
  }

  /** Counts bytes that were appended; returns whether it is time to look, once. */
  add(byteLength: number): boolean {
    const isBefore = this.#bytesUntilLook > 0
    this.#bytesUntilLook -= byteLength
    return isBefore && this.#bytesUntilLook <= 0
  }

  /**
   * Says that this process has created the segment.
   *
   * @param byteLength what was in it before anything was appended.
   * @param sentBytes what `sentBytes` was then.
   * @param compactBytes how many of the bytes that were appended first have no duplicates.
   */
  created(byteLength: number, sentBytes: number, compactBytes: number): void {
    this.#isAlone = true
    this.#seen = { byteLength, sentBytes }
    this.#compactBytes = compactBytes
  }

  /**
   * Says how long the segment was.
   *
   * @param sentBytes what `sentBytes` was when that was asked for.
   */
  saw(byteLength: number, sentBytes: number): void {
    this.#isAlone = byteLength - this.#seen.byteLength === sentBytes - this.#seen.sentBytes
    this.#seen = { byteLength, sentBytes }
  }

  /** Says that the segment was tidied, and what was left of what had been there. */
  tidied(compactBytes: number): void {
    this.#compactBytes = compactBytes
    this.#seen.byteLength = compactBytes
  }

  /**
   * Says that somebody here has looked.
   *
   * @param room for how many more bytes there is room.
   * @param most after how many bytes at most he is to look again, unless he is alone.
   */
  looked(room: number, most: number): void {
    this.#bytesUntilLook = this.#isAlone
      ? Math.max(this.#leastBytes, room)
      : randomUpTo(Math.max(this.#leastBytes, most))
  }
}

function randomUpTo(most: number): number {
  return Math.ceil(Math.random() * most)
}
