import type { Milliseconds } from '@lmc/transport'

/** An alarm that is late by so much says that the event loop was held. */
const HELD: Milliseconds = 50

/**
 * How often in a row a call gets more time because the loop was held. A loop that is always held must not
 * keep calls from their time-out.
 */
const MOST = 20

/** Gives calls that are due more time, where the event loop was held and that alone has kept them. */
export class Excuses {
  #count = 0

  /** @param lateness of the alarm for the calls that are due. */
  allow(lateness: Milliseconds, isHeldUp: boolean): boolean {
    if (lateness <= HELD) this.#count = 0
    if (lateness <= HELD || !isHeldUp || this.#count === MOST) return false
    this.#count++
    return true
  }
}
