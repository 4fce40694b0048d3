import { clock, type Milliseconds } from '@lmc/transport'

const SHORTEST: Milliseconds = 20

/**
 * How long a server is left alone after a failed attempt to connect. The pauses double, up to a limit. Each
 * is shortened by chance, by half at most, so that clients do not all come at once. No timer runs: the first
 * call after the pause makes the next attempt.
 */
export class Backoff {
  #ceiling: Milliseconds = SHORTEST
  #until: Milliseconds = 0

  /** How much of the pause is left, in milliseconds; 0 when the server may be tried. */
  get left(): Milliseconds {
    return Math.max(0, this.#until - clock.now())
  }

  /** Begins a pause of at most `longest`. */
  pause(longest: Milliseconds): void {
    this.#ceiling = Math.min(2 * this.#ceiling, longest)
    this.#until = clock.now() + this.#ceiling * (0.5 + Math.random() / 2)
  }

  /** Ends the pause; the next one is short again. */
  reset(): void {
    this.#ceiling = SHORTEST
    this.#until = 0
  }
}
