import type { Milliseconds } from '@lmc/transport'
import { Excuses } from './excuses.ts'

/**
 * When nothing has come for so long, the server may have closed the connection, and nobody has read that yet.
 */
const STALE: Milliseconds = 20

/** A connection that ends so soon after a write was closed before. */
const SOON: Milliseconds = 10

/**
 * When something came last on a connection, and what that says. All moments are on the clock of `clock.now`.
 */
export class Liveness {
  readonly #excuses: Excuses = new Excuses()
  /** When a reply became due last while none was. */
  #dueAt: Milliseconds = 0
  #aliveAt: Milliseconds = 0

  /** When something came last, or when a reply became due, where that is later. */
  get aliveAt(): Milliseconds {
    return this.#aliveAt
  }

  /** A reply has become due while none was. */
  noteDue(now: Milliseconds): void {
    this.#aliveAt = this.#dueAt = now
  }

  /** Something has come. */
  noteRead(now: Milliseconds): void {
    this.#aliveAt = now
  }

  /** Whether the server may have closed the connection, and nobody has read that yet. */
  isStale(now: Milliseconds): boolean {
    return now - this.#aliveAt > STALE
  }

  /**
   * Whether the server had closed the connection before it saw what was written. Then only replies to what
   * was sent in one go are due, and none has begun to come.
   *
   * @param isUnread whether the event loop has not read since then.
   */
  isFresh(now: Milliseconds, isUnread: boolean): boolean {
    return this.#aliveAt === this.#dueAt && (isUnread || now - this.#dueAt <= SOON)
  }

  /**
   * Returns whether calls get more time, since the event loop was held and that alone has kept them.
   *
   * @param lateness of the alarm for the calls that are due.
   */
  excuse(lateness: Milliseconds, isHeldUp: boolean): boolean {
    if (!this.#excuses.allow(lateness, isHeldUp)) return false
    this.#aliveAt += lateness
    return true
  }
}
