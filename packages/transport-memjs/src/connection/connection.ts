import { clock, type Milliseconds } from '@lmc/transport'
import type { Failure } from '../failure.ts'
import { isLastReply, type Reply } from '../wire/reply.ts'
import { UnreadableReplyError } from '../wire/unreadable-reply-error.ts'
import { afterPolls } from './after-polls.ts'
import type { Exchange } from './exchange.ts'
import { Fifo } from './fifo.ts'
import type { MemjsSocket } from './memjs-socket.ts'

/**
 * Is called once, when the connection is lost. After this, the exchanges that were sent fail.
 *
 * @param unsent the exchanges that the owner may send again. Nothing of them was sent, or they are reads that
 *   a closed connection took.
 */
export type OnLost = (failure: Failure, unsent: Exchange[]) => void

/**
 * While so many bytes wait in the socket, nothing more is written. What was not written can go by the next
 * connection.
 */
const MOST_BACKLOG = 1024 * 1024

/** When a server closes an idle connection, a call may be on its way already. So long that may take. */
const CROSSING: Milliseconds = 5

/**
 * One connection to a server that has answered, until the first fault. The server answers in the order of the
 * requests. So a reply belongs to the oldest exchange that still expects one; a reply that does not fit costs
 * the connection.
 */
export class Connection {
  readonly #socket: MemjsSocket
  readonly #onLost: OnLost
  readonly #unsent = new Fifo<Exchange>()
  readonly #sent = new Fifo<Exchange>()
  /**
   * Exchanges with all their replies. They wait until the bytes that came with the last reply prove to be
   * sound.
   */
  readonly #answered: Exchange[] = []
  #hasAnswered = false
  #isFlushDue = false
  #holdsWrites = false
  #hasPolled = false
  /** When something was last written to an idle connection. */
  #wakeAt: Milliseconds = 0
  /** How often that was, and after which of them the socket has been read. */
  #wakes = 0
  #wakesReadAfter = 0
  #lastReplyAt: Milliseconds = 0

  constructor(socket: MemjsSocket, onLost: OnLost) {
    this.#socket = socket
    this.#onLost = onLost
    socket.useBy({
      onReplies: (replies) => this.#match(replies),
      onAnnounced: (header) => this.#assertExpected(header),
      onDrain: () => this.#flushSoon(),
      onLost: (failure, isPolite) => this.#failAll(failure, isPolite),
    })
  }

  /** Whether the server has answered a call. */
  get hasAnswered(): boolean {
    return this.#hasAnswered
  }

  /** Sends it together with all others of this turn of the event loop. */
  send(exchange: Exchange): void {
    this.#unsent.push(exchange)
    if (!exchange.isRepeatable) this.#holdsWrites = true
    this.#flushSoon()
  }

  /** Whether no reply to anything has come since the exchange was sent. */
  isSilentSince({ sentAt }: Exchange): boolean {
    return sentAt !== undefined && this.#lastReplyAt < sentAt
  }

  /** Gives the connection up. */
  drop(failure: Failure): void {
    this.#socket.destroy()
    this.#failAll(failure, false)
  }

  #flushSoon(): void {
    if (this.#isFlushDue || !this.#unsent.first) return
    this.#isFlushDue = true
    clock.nextTick(this.#flush)
  }

  readonly #flush = (): void => {
    const isIdle = this.#sent.first === undefined
    if (isIdle && this.#holdsWrites && !this.#hasPolled) {
      // The server may have closed the idle connection, and nobody has read that yet. Then all of it goes by
      // the next connection.
      afterPolls(this.#flushAfterPolls)
      return
    }
    this.#isFlushDue = false
    const exchanges = this.#takeWritable()
    this.#holdsWrites &&= this.#unsent.first !== undefined
    if (exchanges.length === 0) return
    const now = clock.now()
    for (const exchange of exchanges) {
      exchange.noteSent(now)
      this.#sent.push(exchange)
    }
    if (isIdle) this.#watchWake(now)
    this.#socket.send(exchanges.map(({ bytes }) => bytes))
  }

  readonly #flushAfterPolls = (): void => {
    this.#hasPolled = true
    this.#flush()
    this.#hasPolled = false
  }

  /** Removes and returns the exchanges that fit into the socket now. */
  #takeWritable(): Exchange[] {
    const exchanges: Exchange[] = []
    let room = MOST_BACKLOG - this.#socket.backlog
    while (room > 0) {
      const exchange = this.#unsent.shift()
      if (!exchange) break
      if (exchange.isSettled) exchange.end()
      else {
        room -= exchange.bytes.length
        exchanges.push(exchange)
      }
    }
    return exchanges
  }

  #watchWake(now: Milliseconds): void {
    this.#wakeAt = now
    const wake = ++this.#wakes
    afterPolls(() => (this.#wakesReadAfter = wake))
  }

  #match(replies: readonly Reply[]): void {
    for (const reply of replies) {
      const exchange = this.#sent.first
      if (!exchange) throw new UnreadableReplyError('a reply to nothing')
      if (isLastReply(reply)) this.#lastReplyAt = clock.now()
      if (!exchange.accept(reply)) continue
      this.#sent.shift()
      this.#answered.push(exchange)
    }
    const answered = this.#answered.splice(0)
    if (answered.length > 0) this.#hasAnswered = true
    for (const exchange of answered) exchange.complete()
    this.#flushSoon()
  }

  #assertExpected(header: Reply['header']): void {
    if (!this.#sent.first?.expects(header)) throw new UnreadableReplyError('a reply to something else')
  }

  #failAll(failure: Failure, isPolite: boolean): void {
    const lost = this.#answered.splice(0)
    const unsent: Exchange[] = []
    const wasClosedBefore = isPolite && this.#wasClosedBefore()
    for (let next = this.#sent.shift(); next; next = this.#sent.shift()) {
      if (wasClosedBefore && next.takeBack()) unsent.push(next)
      else lost.push(next)
    }
    for (let next = this.#unsent.shift(); next; next = this.#unsent.shift()) unsent.push(next)
    this.#onLost(failure, unsent)
    for (const exchange of lost) exchange.fail(failure)
  }

  /**
   * Whether the server had closed the idle connection before it can have seen what was written to it last.
   */
  #wasClosedBefore(): boolean {
    if (!this.#hasAnswered || this.#socket.isMidReply || this.#lastReplyAt > this.#wakeAt) return false
    return this.#wakesReadAfter < this.#wakes || clock.now() - this.#wakeAt < CROSSING
  }
}
