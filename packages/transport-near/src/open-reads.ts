/** The reads of one key that are under way, while nothing has written the key since the first one began. */
export interface Reads {
  count: number
}

/**
 * Knows which answers may be kept: those of keys that this process has not written during the read. An answer
 * that was on its way during a write may be older than the write.
 */
export class OpenReads {
  readonly #reads = new Map<string, Reads>()
  readonly #writes = new Map<string, number>()
  #flushes = 0

  /**
   * Begins a read. Pass what it returns to `end`. It is `undefined` when a write is under way: then the
   * answer may not be kept.
   */
  begin(key: string): Reads | undefined {
    if (this.#flushes > 0 || this.#writes.has(key)) return undefined
    const reads = this.#reads.get(key) ?? { count: 0 }
    if (reads.count++ === 0) this.#reads.set(key, reads)
    return reads
  }

  /** Ends a read. Returns whether its answer may be kept. */
  end(key: string, reads: Reads | undefined): boolean {
    if (reads === undefined || this.#reads.get(key) !== reads) return false
    if (--reads.count === 0) this.#reads.delete(key)
    return true
  }

  beginWrite(key: string): void {
    this.#reads.delete(key)
    this.#writes.set(key, (this.#writes.get(key) ?? 0) + 1)
  }

  endWrite(key: string): void {
    const others = (this.#writes.get(key) ?? 1) - 1
    if (others === 0) this.#writes.delete(key)
    else this.#writes.set(key, others)
  }

  beginFlush(): void {
    this.#reads.clear()
    this.#flushes++
  }

  endFlush(): void {
    this.#flushes--
  }
}
