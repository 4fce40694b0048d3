import { clock, type Milliseconds } from '@lmc/transport'
import { ConflictError } from '../calls/conflict-error.ts'
import { untilAborted } from '../guard/until-aborted.ts'

/**
 * How often a value is read and written again because another has written it meanwhile. A process that a busy
 * machine holds up loses many times in a row.
 */
const MOST_TRIES = 128

/** The longest pause between two tries; the first ones are shorter. */
const LONGEST_PAUSE: Milliseconds = 64

/** The outcome of a try that lost to another's write. */
export const LOST: unique symbol = Symbol('lost')

/** The tries of one call to write a key that others write as well. */
export class Tries {
  readonly #signal: AbortSignal | undefined
  #lost = 0

  constructor(signal: AbortSignal | undefined) {
    this.#signal = signal
  }

  /**
   * Repeats a try until it is not lost. Between two tries lies a pause of a random length.
   *
   * @throws {ConflictError} when too many are lost.
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
   * @throws as `run`.
   */
  async pause(): Promise<void> {
    this.#lost++
    if (this.#lost === MOST_TRIES) throw new ConflictError(MOST_TRIES)
    const duration = Math.random() * Math.min(LONGEST_PAUSE, 2 ** this.#lost)
    const pause = new Promise<void>((resolve) => void clock.setTimeout(resolve, duration))
    await untilAborted(pause, this.#signal)
  }
}
