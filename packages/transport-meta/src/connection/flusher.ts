import { clock } from '@lmc/transport'

/**
 * When a flush comes: at the end of the tick, or at the end of the turn of the event loop. A pause means that
 * nobody has read for a while before that turn.
 */
export type Moment = 'tick' | 'turn' | 'turn after a pause'

/** Flushes once for all that is submitted until then. */
export class Flusher {
  readonly #flush: () => void
  #isDue = false
  #isUnread = false

  constructor(flush: () => void) {
    this.#flush = flush
  }

  get isDue(): boolean {
    return this.#isDue
  }

  /** Whether the event loop has not read since it has flushed after a pause. */
  get isUnread(): boolean {
    return this.#isUnread
  }

  soon(moment: Moment): void {
    this.#isDue = true
    if (moment === 'tick') clock.nextTick(this.#run)
    else clock.setImmediate(moment === 'turn' ? this.#run : this.#runUnread)
  }

  readonly #run = (): void => {
    this.#isDue = false
    this.#flush()
  }

  readonly #runUnread = (): void => {
    this.#isUnread = true
    this.#run()
    clock.setImmediate(() => (this.#isUnread = false))
  }
}
