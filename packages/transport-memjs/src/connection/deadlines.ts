import type { Milliseconds } from '@lmc/transport'
import type { Exchange } from './exchange.ts'
import { Fifo } from './fifo.ts'

/** Watches over the deadlines of all exchanges with one server, by one timer. */
export class Deadlines {
  readonly #onExpired: (exchange: Exchange) => void
  /** By deadline, as all exchanges are given the same time. */
  readonly #exchanges = new Fifo<Exchange>()
  #timer: NodeJS.Timeout | undefined
  #look: NodeJS.Immediate | undefined

  /** @param onExpired is called with each exchange that has not ended by its deadline. */
  constructor(onExpired: (exchange: Exchange) => void) {
    this.#onExpired = onExpired
  }

  watch(exchange: Exchange): void {
    this.#dropEnded()
    this.#exchanges.push(exchange)
    this.#startTimer()
  }

  /** Lets go of the timer once nothing is watched any more. */
  stopIfIdle(): void {
    this.#dropEnded()
    if (this.#exchanges.first) return
    clearTimeout(this.#timer)
    clearImmediate(this.#look)
    this.#timer = this.#look = undefined
  }

  #startTimer(): void {
    const { first } = this.#exchanges
    if (this.#timer || this.#look || !first) return
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      // When the event loop was held, the replies may lie in the socket: it is read before they are missed.
      this.#look = setImmediate(() => {
        this.#look = undefined
        this.#expire(performance.now())
      })
    }, first.deadline - performance.now())
  }

  #expire(now: Milliseconds): void {
    this.#dropEnded()
    while (this.#exchanges.first && this.#exchanges.first.deadline <= now) {
      const exchange = this.#exchanges.shift()
      if (exchange && !exchange.hasEnded) this.#onExpired(exchange)
    }
    this.#startTimer()
  }

  #dropEnded(): void {
    while (this.#exchanges.first?.hasEnded) this.#exchanges.shift()
  }
}
