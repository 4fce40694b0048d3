import { clock, type Milliseconds } from '@lmc/transport'
import type { Exchange } from './exchange.ts'
import { Fifo } from './fifo.ts'
import { LoopClock, tickFor } from './loop-clock.ts'

/**
 * Watches the deadlines of all exchanges with one server. It has one timer, which also keeps the process
 * alive while calls are under way. Its deadlines are on a `LoopClock`.
 */
export class Deadlines {
  readonly #timeout: Milliseconds
  readonly #onExpired: (exchange: Exchange) => void
  readonly #tick: Milliseconds
  readonly #loopClock: LoopClock
  /** In the order of their deadlines, as all exchanges are given the same time. */
  readonly #exchanges = new Fifo<Exchange>()
  #timer: NodeJS.Timeout | undefined
  #look: NodeJS.Immediate | undefined
  #keepsAlive = false

  /**
   * @param timeout how long an exchange may take.
   * @param onExpired is called with each exchange that has not ended by its deadline.
   */
  constructor(timeout: Milliseconds, onExpired: (exchange: Exchange) => void) {
    this.#timeout = timeout
    this.#onExpired = onExpired
    this.#tick = tickFor(timeout)
    this.#loopClock = new LoopClock(this.#tick)
  }

  /** The deadline of an exchange that starts now. */
  next(): Milliseconds {
    return this.#loopClock.now + this.#timeout
  }

  /** Whether the process is to stay alive as long as anything is watched. */
  set keepsAlive(keepsAlive: boolean) {
    this.#keepsAlive = keepsAlive
    if (keepsAlive) this.#timer?.ref()
    else this.#timer?.unref()
  }

  watch(exchange: Exchange): void {
    this.#dropEnded()
    this.#exchanges.push(exchange)
    if (this.#timer || this.#look) return
    this.#loopClock.tick()
    this.#startTimer(exchange)
  }

  /** Stops the timer; nothing is watched any more. */
  stop(): void {
    clock.clearTimeout(this.#timer)
    clock.clearImmediate(this.#look)
  }

  readonly #onTick = (): void => {
    this.#timer = undefined
    this.#loopClock.tick()
    this.#dropEnded()
    const { first } = this.#exchanges
    if (!first) this.#loopClock.stop()
    else if (first.deadline > this.#loopClock.now) this.#startTimer(first)
    // Replies may lie in the socket. It is read once before calls fail.
    else this.#look = clock.setImmediate(this.#expire)
  }

  readonly #expire = (): void => {
    this.#look = undefined
    this.#dropEnded()
    const now = this.#loopClock.now
    while (this.#exchanges.first && this.#exchanges.first.deadline <= now) {
      const exchange = this.#exchanges.shift()
      if (exchange && !exchange.hasEnded) this.#onExpired(exchange)
    }
    if (this.#exchanges.first) this.#startTimer(this.#exchanges.first)
    else this.#loopClock.stop()
  }

  #startTimer(first: Exchange): void {
    const left = first.deadline - this.#loopClock.now
    this.#timer = clock.setTimeout(this.#onTick, Math.min(Math.max(left, 1), this.#tick))
    if (!this.#keepsAlive) this.#timer.unref()
  }

  #dropEnded(): void {
    while (this.#exchanges.first?.hasEnded) this.#exchanges.shift()
  }
}
