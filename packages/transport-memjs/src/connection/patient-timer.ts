import { clock, type Milliseconds } from '@lmc/transport'
import { LoopClock, tickFor } from './loop-clock.ts'

/**
 * Calls `onTime` when the event loop has turned for `time`, after it has read its sockets once more. It does
 * not keep the process alive.
 */
export class PatientTimer {
  readonly #time: Milliseconds
  readonly #onTime: () => void
  readonly #tick: Milliseconds
  readonly #loopClock: LoopClock
  #timer: NodeJS.Timeout | undefined
  #look: NodeJS.Immediate | undefined

  constructor(time: Milliseconds, onTime: () => void) {
    this.#time = time
    this.#onTime = onTime
    this.#tick = tickFor(time)
    this.#loopClock = new LoopClock(this.#tick)
    this.#step()
  }

  stop(): void {
    clock.clearTimeout(this.#timer)
    clock.clearImmediate(this.#look)
  }

  #step(): void {
    this.#loopClock.tick()
    const left = this.#time - this.#loopClock.now
    if (left <= 0) this.#look = clock.setImmediate(this.#onTime)
    else this.#timer = clock.setTimeout(() => this.#step(), Math.min(left, this.#tick)).unref()
  }
}
