import { clock, type Milliseconds } from '@lmc/transport'
import { Backoff } from './backoff.ts'
import type { Failure } from '../connection/failure.ts'

/** While somebody calls, a server that may be back is tried again after so long at the latest. */
const LONGEST_FOR_CALLERS: Milliseconds = 80

/**
 * While somebody calls, the pauses of a server that breaks connections off are this part of what they would
 * be.
 */
const PART_FOR_CALLERS = 1 / 5

/**
 * When a server that is down is tried again: after pauses that grow while nobody calls. It does not keep the
 * process alive.
 */
export class RetryTimer {
  readonly #retry: () => void
  readonly #backoff: Backoff = new Backoff()
  #timer: NodeJS.Timeout | undefined
  /** The moment at which it retries, and the one up to which a caller may bring that forward. */
  #at: Milliseconds = 0
  #soonest: Milliseconds = 0

  constructor(retry: () => void) {
    this.#retry = retry
  }

  /** Retries after the next pause, which a caller cuts short unless it is to be `later`. */
  start(retry: Failure['retry']): void {
    const now = clock.now()
    const pause = this.#backoff.next()
    const least =
      retry === 'slowly' ? Math.max(LONGEST_FOR_CALLERS, pause * PART_FOR_CALLERS) : LONGEST_FOR_CALLERS
    this.#soonest = now + (retry === 'later' ? pause : Math.min(pause, least))
    this.#wait(now, now + pause)
  }

  /** Brings the retry forward, as somebody calls. */
  hasten(): void {
    if (this.#timer !== undefined && this.#at > this.#soonest) this.#wait(clock.now(), this.#soonest)
  }

  stop(): void {
    clock.clearTimeout(this.#timer)
    this.#timer = undefined
  }

  /** Has the pauses start small again, after a success. */
  reset(): void {
    this.#backoff.reset()
  }

  #wait(now: Milliseconds, at: Milliseconds): void {
    this.stop()
    this.#at = at
    this.#timer = clock.setTimeout(() => {
      this.#timer = undefined
      this.#retry()
    }, at - now)
    this.#timer.unref()
  }
}
