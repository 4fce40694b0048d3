import { clock, type Milliseconds } from '@lmc/transport'

/** So many parts of the time are counted one by one. */
const PARTS = 10

/** A timer may be late by so much though nothing held the event loop. */
const SLACK: Milliseconds = 10

export interface CountdownListener {
  /** The time is over, and what had come by then has been read. */
  onEnd(): void
  /** The event loop was held for so long, which does not count. */
  onHeld?(time: Milliseconds): void
}

/**
 * Counts time in which the event loop runs: while something holds the loop, nobody can read what a server has
 * sent.
 */
export class Countdown {
  readonly #listener: CountdownListener
  readonly #keepsAlive: boolean
  #part: Milliseconds = 0
  #left: Milliseconds = 0
  #last: Milliseconds = 0
  #timer: NodeJS.Timeout | undefined
  #immediate: NodeJS.Immediate | undefined

  /** @param keepsAlive whether the process goes on while it counts. */
  constructor(listener: CountdownListener, keepsAlive: boolean = false) {
    this.#listener = listener
    this.#keepsAlive = keepsAlive
  }

  /** Starts, or starts over. */
  start(time: Milliseconds): void {
    this.stop()
    this.#left = time
    this.#part = Math.ceil(time / PARTS)
    this.#wait()
  }

  stop(): void {
    clock.clearTimeout(this.#timer)
    clock.clearImmediate(this.#immediate)
  }

  #wait(): void {
    this.#last = clock.now()
    this.#timer = clock.setTimeout(this.#count, Math.min(this.#part, this.#left))
    if (!this.#keepsAlive) this.#timer.unref()
  }

  readonly #count = (): void => {
    const passed = clock.now() - this.#last
    const held = passed - this.#part > SLACK ? passed - this.#part : 0
    this.#left -= passed - held
    if (held > 0) this.#listener.onHeld?.(held)
    if (this.#left > 0) this.#wait()
    else this.#immediate = clock.setImmediate(() => this.#listener.onEnd())
  }
}
