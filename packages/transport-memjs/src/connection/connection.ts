import { clock, type Milliseconds } from '@lmc/transport'
import type { Failure } from '../failure.ts'
import { isLastReply, type Reply } from '../wire/reply.ts'
import { UnreadableReplyError } from '../wire/unreadable-reply-error.ts'
import { afterPolls } from './after-polls.ts'
import type { Exchange } from './exchange.ts'
import { Fifo } from './fifo.ts'
import type { MemjsSocket } from './memjs-socket.ts'

/**
 * Is called once, when the connection is of no use any more. What was sent fails after this. `unsent` are the owner's again: exchanges of
 * which no byte can have been carried out, and reads that came too late for a connection which had been closed.
 */
export type OnLost = (failure: Failure, unsent: Exchange[]) => void

/** No more is written while so much waits in the socket, in bytes: what has not been written can go by the next connection. */
const MOST_BACKLOG = 1024 * 1024

/** How long the news that an idle connection was closed may take to cross a call, when the event loop is free. */
const CROSSING: Milliseconds = 5

/**
 * One connection to a server that has answered, until the first fault. The server answers in the order of the requests: a reply belongs to
 * the oldest exchange that still expects one, or the connection is of no use any more.
 */
export class Connection {
  readonly #socket: MemjsSocket
  readonly #onLost: OnLost
  readonly #unsent = new Fifo<Exchange>()
  readonly #sent = new Fifo<Exchange>()
  /** Those whose last reply has come, as long as the bytes that came with it may still turn out to be damaged. */
  readonly #answered: Exchange[] = []
  #hasAnswered = false
  #isFlushDue = false
  #holdsWrites = false
  #hasPolled = false
  /** When something was last written after nothing had been in flight, and how often. */
  #wakeAt: Milliseconds = 0
  #wakes = 0
  #survivedWakes = 0
  #lastReplyAt: Milliseconds = 0

  constructor(socket: MemjsSocket, onLost: OnLost) {
    this.#socket = socket
    this.#onLost = onLost
    socket.useBy({
      onReplies: (replies) => this.#match(replies),
      onDrain: () => this.#flushSoon(),
      onLost: (failure, isPolite) => this.#failAll(failure, isPolite),
    })
  }

  /** Whether a call has had its answer. */
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
      // The server may have closed the connection while nobody looked. Then nothing is written: all goes by the next one.
      afterPolls(this.#flushAfterPolls)
      return
    }
    this.#isFlushDue = false
    const exchanges = this.#takeWritable()
    this.#holdsWrites &&= this.#unsent.first !== undefined
    if (exchanges.length === 0) return
    const now = clock.now()
    for (const exchange of exchanges) {
      exchange.sentAt = now
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

  /** Takes those out that are to be written now. */
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
    afterPolls(() => (this.#survivedWakes = wake))
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

  /** Whether the connection was closed before what was written last, when nothing was in flight, can have been answered. */
  #wasClosedBefore(): boolean {
    if (!this.#hasAnswered || this.#socket.isMidReply || this.#lastReplyAt > this.#wakeAt) return false
    return this.#survivedWakes < this.#wakes || clock.now() - this.#wakeAt < CROSSING
  }
}
