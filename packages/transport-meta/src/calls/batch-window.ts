import type { Limits } from './limits.ts'
import { MOST_BYTES } from './portions.ts'

/** So many portions are under way to one server at a time, where its limits allow that. */
const SIZE = 8

/** Longer than the line for any key, in bytes. */
const LONGEST_LINE = 512

/**
 * The room for batches on the way to one server. All batches together take half of what the limits allow: they wait for each other, and leave
 * the other half to single calls.
 */
export class BatchWindow {
  /** How many keys a portion has at most. */
  readonly mostKeys: number
  /** How many bytes of lines a portion has at most. */
  readonly mostBytes: number
  /** How many portions may be under way. */
  readonly size: number
  #free: number
  readonly #waiting: Set<() => void> = new Set()

  constructor({ maxInFlight, maxInFlightBytes }: Limits) {
    const [keys, bytes] = [Math.floor(maxInFlight / 2), Math.floor(maxInFlightBytes / 2)]
    this.mostKeys = Math.max(1, Math.floor(keys / SIZE))
    this.mostBytes = Math.min(MOST_BYTES, Math.max(LONGEST_LINE, Math.floor(bytes / SIZE)))
    const size = Math.min(SIZE, Math.floor(keys / this.mostKeys), Math.floor(bytes / this.mostBytes))
    this.#free = this.size = Math.max(1, size)
  }

  /** Takes a place. Returns whether one was free. */
  tryEnter(): boolean {
    if (this.#free === 0) return false
    this.#free--
    return true
  }

  /** Calls `enter` once, when a place is free, which is taken by then. Returns what ends the waiting. */
  wait(enter: () => void): () => void {
    this.#waiting.add(enter)
    return () => void this.#waiting.delete(enter)
  }

  /** Gives a place back. Whoever has waited longest has it next. */
  leave(): void {
    const [next] = this.#waiting
    if (next === undefined) {
      this.#free++
      return
    }
    this.#waiting.delete(next)
    next()
  }
}
