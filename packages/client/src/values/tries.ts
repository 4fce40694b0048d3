import { clock, type Milliseconds } from '@lmc/transport'
import { ConflictError } from '../calls/conflict-error.ts'
import { untilAborted } from '../guard/until-aborted.ts'

/**
 * How often a call reads and writes a value that others write at the same time. On a busy machine, a process
 * may lose many times in a row.
 */
const MOST_TRIES = 128

/** The longest pause between two tries; the first ones are shorter. */
const LONGEST_PAUSE: Milliseconds = 64

/** The outcome of a try that lost to the write of another. */
export const LOST: unique symbol = Symbol('lost')

/** The tries of one call to write a key that others may write as well. */
export class Tries {
  readonly #signal: AbortSignal | undefined
  #lost = 0

  constructor(signal: AbortSignal | undefined) {
    this.#signal = signal
  }

  /**
   * Repeats a try until it does not lose. There is a pause of random length between two tries.
   *
   * @throws {ConflictError} when too many tries lose.
   * @throws the signal's reason.
   */
  async run<T>(attempt: () => Promise<T | typeof LOST>): Promise<T> {
    for (;;) {
      const outcome = await attempt()
      if (outcome !== LOST) return outcome
      await this.pause()
    }
  }

  /**
   * Resolves when it is time for the next try.
   *
   * @throws like `run`.
   */
  async pause(): Promise<void> {
    this.#lost++
    if (this.#lost === MOST_TRIES) throw new ConflictError(MOST_TRIES)
    const duration = Math.random() * Math.min(LONGEST_PAUSE, 2 ** this.#lost)
    const pause = new Promise<void>((resolve) => void clock.setTimeout(resolve, duration))
    await untilAborted(pause, this.#signal)
  }
}
