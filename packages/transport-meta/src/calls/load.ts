import type { Call } from './call.ts'
import type { Limits } from './limits.ts'

/** How much waits and is in flight on one connection. */
export class Load {
  readonly #limits: Limits
  #commands = 0
  #bytes = 0
  /** How many commands of the handshake may be among them, which count for no limit. */
  #greetings = 0

  constructor(limits: Limits) {
    this.#limits = limits
  }

  /** How many commands there are. */
  get commands(): number {
    return this.#commands
  }

  /**
   * Adds a call, unless that would be too much. One that is alone is always taken. Returns whether it was
   * added.
   */
  take(call: Call<unknown>): boolean {
    const commands = this.#commands + call.unanswered
    const bytes = this.#bytes + call.lineLength + call.valueLength
    const { maxInFlight, maxInFlightBytes } = this.#limits
    const isTooMuch = commands - this.#greetings > maxInFlight || bytes > maxInFlightBytes
    if (isTooMuch && this.#commands > this.#greetings) return false
    this.#commands = commands
    this.#bytes = bytes
    return true
  }

  /** Adds a call of the handshake. */
  greet(call: Call<unknown>): void {
    this.#greetings = call.unanswered
    this.#commands += call.unanswered
    this.#bytes += call.lineLength + call.valueLength
  }

  /** The handshake is over. */
  endGreeting(): void {
    this.#greetings = 0
  }

  /** One of a call's commands has been answered, or its last one. */
  answer(call: Call<unknown>): void {
    this.#commands--
    if (call.unanswered === 0) this.#bytes -= call.lineLength + call.valueLength
  }

  /** Takes a call away that is not going to be sent. */
  drop(call: Call<unknown>): void {
    this.#commands -= call.unanswered
    this.#bytes -= call.lineLength + call.valueLength
  }

  describe(): string {
    return `${this.#commands} commands with ${this.#bytes} bytes are in flight`
  }
}
