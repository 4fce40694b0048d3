import type { Milliseconds } from '@lmc/transport'

const SHORTEST: Milliseconds = 20
const LONGEST: Milliseconds = 80

/**
 * How long to wait between attempts to reach a server: 20 ms or more, by chance, so that clients do not come all at once; at most 40 ms
 * the first time and 80 ms from then on.
 */
export class Backoff {
  #ceiling: Milliseconds = SHORTEST

  /** Returns how long to wait this time. */
  next(): Milliseconds {
    this.#ceiling = Math.min(2 * this.#ceiling, LONGEST)
    return SHORTEST + Math.random() * (this.#ceiling - SHORTEST)
  }

  /** Starts over, after a success. */
  reset(): void {
    this.#ceiling = SHORTEST
  }
}
