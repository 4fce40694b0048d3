import type { Milliseconds } from '@lmc/transport'

/**
 * Rings at a moment on the clock of `performance.now`. When the event loop was held, it does not ring before what has come meanwhile has
 * been read. It does not keep the process alive.
 */
export class Alarm {
  readonly #onRing: (lateness: Milliseconds) => void
  #at: Milliseconds = 0
  #timer: NodeJS.Timeout | undefined
  #immediate: NodeJS.Immediate | undefined

  /** @param onRing is told how much later than its moment the alarm would have rung. */
  constructor(onRing: (lateness: Milliseconds) => void) {
    this.#onRing = onRing
  }

  /** Whether it is going to ring. */
  get isSet(): boolean {
    return this.#timer !== undefined || this.#immediate !== undefined
  }

  set(at: Milliseconds): void {
    this.clear()
    this.#at = at
    this.#timer = setTimeout(this.#onTime, at - performance.now()).unref()
  }

  clear(): void {
    clearTimeout(this.#timer)
    clearImmediate(this.#immediate)
    this.#timer = undefined
    this.#immediate = undefined
  }

  readonly #onTime = (): void => {
    this.#timer = undefined
    // A timer counts from when the event loop last looked at the clock, so it may be early.
    const lateness = performance.now() - this.#at
    if (lateness < 0) this.set(this.#at)
    else this.#immediate = setImmediate(this.#ring, lateness)
  }

  readonly #ring = (lateness: Milliseconds): void => {
    this.#immediate = undefined
    this.#onRing(lateness)
  }
}
