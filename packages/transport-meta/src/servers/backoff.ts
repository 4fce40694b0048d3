import type { Milliseconds } from '@lmc/transport'

const SHORTEST: Milliseconds = 20
const LONGEST: Milliseconds = 5000

/**
 * How long to wait between attempts to reach a server. The first pause is 20 to 40 ms, and each is twice as
 * long, up to 5 s. Where between half of it and the whole is chance, so that clients do not come all at once.
 */
export class Backoff {
  #ceiling: Milliseconds = SHORTEST

  /** Returns how long to wait this time. */
  next(): Milliseconds {
    this.#ceiling = Math.min(2 * this.#ceiling, LONGEST)
    return (this.#ceiling / 2) * (1 + Math.random())
  }

  /** Starts over, after a success. */
  reset(): void {
    this.#ceiling = SHORTEST
  }
}
