import type { Milliseconds } from '@lmc/transport'
import type { Call } from './call.ts'
import type { CallQueue } from './call-queue.ts'
import type { Load } from './load.ts'

/** What becomes of a call that is late. */
export type TimeOut = (call: Call<unknown>, outcome: string) => void

/** When the calls of two queues are due, in each of which the first one is due first. */
export class Deadlines {
  readonly #waiting: CallQueue
  readonly #flight: CallQueue
  readonly #load: Load
  /** How many calls in flight have settled, from the first one on. */
  #late = 0
  /** How many calls wait that have no deadline yet, which are the last. */
  #new = 0

  constructor(waiting: CallQueue, flight: CallQueue, load: Load) {
    this.#waiting = waiting
    this.#flight = flight
    this.#load = load
  }

  /** Whether calls have been taken whose clock has not started. */
  get hasNew(): boolean {
    return this.#new > 0
  }

  /** A call has been put among those that wait. */
  add(): void {
    this.#new++
  }

  /** The first call in flight is gone. */
  shift(): void {
    if (this.#late > 0) this.#late--
  }

  /** None of the calls is left. */
  clear(): void {
    this.#late = 0
    this.#new = 0
  }

  /**
   * Sets the deadline of all calls that were taken since the last time. It is no earlier than the last
   * deadline. A call that was due sooner on another connection stays so. Returns when the first of the calls
   * is due.
   */
  start(deadline: Milliseconds): Milliseconds {
    let earliest = deadline
    const first = this.#waiting.length - this.#new
    for (let index = first; index < this.#waiting.length; index++) {
      const call = this.#waiting.at(index)
      if (call === undefined) continue
      if (call.deadline > deadline) call.deadline = deadline
      else if (call.deadline < earliest) earliest = call.deadline
    }
    this.#new = 0
    return earliest
  }

  /** Has all calls be due so much later. */
  postpone(time: Milliseconds): void {
    for (const call of this.#flight) call.deadline += time
    for (const call of this.#waiting) call.deadline += time
  }

  /**
   * Gives the calls that were due by `now` to `timeOut`, which settles them. Returns when the next one is
   * due, or `Infinity`.
   */
  expire(now: Milliseconds, timeOut: TimeOut): Milliseconds {
    for (let call = this.#oldestInFlight(); call !== undefined; call = this.#oldestInFlight()) {
      if (call.deadline > now) break
      timeOut(call, 'whether it was carried out, or will be, is unknown')
    }
    for (let call = this.#oldestWaiting(); call !== undefined; call = this.#oldestWaiting()) {
      if (call.deadline > now) break
      timeOut(call, 'nothing was sent')
    }
    return Math.min(this.#oldestInFlight()?.deadline ?? Infinity, this.#oldestWaiting()?.deadline ?? Infinity)
  }

  #oldestInFlight(): Call<unknown> | undefined {
    let call = this.#flight.at(this.#late)
    while (call?.isSettled === true) call = this.#flight.at(++this.#late)
    return call
  }

  #oldestWaiting(): Call<unknown> | undefined {
    let call = this.#waiting.first
    while (call?.isSettled === true) {
      this.#load.drop(call)
      this.#waiting.shift()
      call = this.#waiting.first
    }
    return call
  }
}
