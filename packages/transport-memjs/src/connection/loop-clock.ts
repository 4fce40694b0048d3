import { clock, type Milliseconds } from '@lmc/transport'

/**
 * Counts the time in which the event loop turns. While a long task holds the loop, nothing can be sent or
 * read, and that is no fault of the server. Of such a time, two ticks count at most.
 */
export class LoopClock {
  readonly #tick: Milliseconds
  #counted: Milliseconds = 0
  #tickedAt: Milliseconds | undefined

  /** @param tick how often `tick` is going to be called. */
  constructor(tick: Milliseconds) {
    this.#tick = tick
  }

  /** The time that has been counted, in milliseconds. It is 0 until the first tick. */
  get now(): Milliseconds {
    if (this.#tickedAt === undefined) return this.#counted
    return this.#counted + Math.min(clock.now() - this.#tickedAt, 2 * this.#tick)
  }

  tick(): void {
    this.#counted = this.now
    this.#tickedAt = clock.now()
  }

  /** Counts nothing until the next tick. */
  stop(): void {
    this.#counted = this.now
    this.#tickedAt = undefined
  }
}

/** How often a clock has to tick that measures a time-out of this length. */
export function tickFor(timeout: Milliseconds): Milliseconds {
  return Math.min(50, timeout / 4)
}
