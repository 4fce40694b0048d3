import { clock, type Milliseconds } from '@lmc/transport'

/**
 * Rings at a moment on the clock of `clock.now`. When the event loop was held, it does not ring before what
 * has come meanwhile has been read.
 */
export class Alarm {
  readonly #onRing: (lateness: Milliseconds, now: Milliseconds) => void
  #at: Milliseconds = Infinity
  #keepsAlive = false
  #timer: NodeJS.Timeout | undefined
  #immediate: NodeJS.Immediate | undefined

  /**
   * @param onRing is told how much later than its moment the alarm would have rung, and when that was. The
   *   loop may have been held since then as well.
   */
  constructor(onRing: (lateness: Milliseconds, now: Milliseconds) => void) {
    this.#onRing = onRing
  }

  /** When it is going to ring, or `Infinity`. */
  get at(): Milliseconds {
    return this.#at
  }

  /** Whether the process goes on until it has rung; at first it does not. */
  set keepsAlive(keepsAlive: boolean) {
    if (keepsAlive === this.#keepsAlive) return
    this.#keepsAlive = keepsAlive
    if (keepsAlive) this.#timer?.ref()
    else this.#timer?.unref()
  }

  set(at: Milliseconds): void {
    this.clear()
    this.#at = at
    this.#timer = clock.setTimeout(this.#onTime, at - clock.now())
    if (!this.#keepsAlive) this.#timer.unref()
  }

  clear(): void {
    clock.clearTimeout(this.#timer)
    clock.clearImmediate(this.#immediate)
    this.#at = Infinity
    this.#timer = undefined
    this.#immediate = undefined
  }

  readonly #onTime = (): void => {
    this.#timer = undefined
    // A timer counts from when the event loop last looked at the clock, so it may be early.
    const lateness = clock.now() - this.#at
    if (lateness < 0) this.set(this.#at)
    else this.#immediate = clock.setImmediate(this.#ring, lateness)
  }

  readonly #ring = (lateness: Milliseconds): void => {
    const now = this.#at + lateness
    this.#immediate = undefined
    this.#at = Infinity
    this.#onRing(lateness, now)
  }
}
