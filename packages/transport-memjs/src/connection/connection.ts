import type { Milliseconds } from '@lmc/transport'
import type { Exchange } from './exchange.ts'
import type { Failure } from '../failure.ts'
import { Fifo } from './fifo.ts'
import { MemjsSocket, type MemjsSocketSettings } from './memjs-socket.ts'
import type { Reply } from '../wire/reply.ts'
import { UnreadableReplyError } from '../wire/unreadable-reply-error.ts'

/** What a connection tells its owner. */
export interface ConnectionEvents {
  readonly onReady: () => void
  /** It is of no use any more. What was sent fails after this; the calls that were not sent are the owner's again. */
  readonly onLost: (failure: Failure, unsent: Exchange[]) => void
}

/**
 * One connection to a server, from the first call to the first fault. The server answers in the order of the requests: a reply
 * belongs to the oldest exchange that still expects one, or the connection is of no use any more.
 */
export class Connection {
  readonly #socket: MemjsSocket
  readonly #events: ConnectionEvents
  readonly #unsent: Exchange[] = []
  readonly #sent = new Fifo<Exchange>()
  /** Those whose last reply has come, as long as the bytes that came with it may still turn out to be damaged. */
  readonly #answered: Exchange[] = []
  #isReady = false
  #isFlushDue = false
  #lastReplyAt: Milliseconds = 0

  constructor(settings: MemjsSocketSettings, events: ConnectionEvents) {
    this.#events = events
    this.#socket = new MemjsSocket(settings, {
      onReady: () => {
        this.#isReady = true
        events.onReady()
        this.#flush()
      },
      onReplies: (replies) => this.#match(replies),
      onLost: (failure) => this.#failAll(failure),
    })
  }

  /** Sends it together with all others of this turn of the event loop, once connected. */
  send(exchange: Exchange): void {
    this.#unsent.push(exchange)
    if (!this.#isReady || this.#isFlushDue) return
    this.#isFlushDue = true
    process.nextTick(() => this.#flush())
  }

  /** Whether no reply to anything has come since the exchange was sent. */
  isSilentSince({ sentAt }: Exchange): boolean {
    return sentAt !== undefined && this.#lastReplyAt < sentAt
  }

  /** Gives the connection up. */
  drop(failure: Failure): void {
    this.#socket.destroy()
    this.#failAll(failure)
  }

  #flush(): void {
    this.#isFlushDue = false
    const now = performance.now()
    const buffers: Buffer[] = []
    for (const exchange of this.#unsent.splice(0)) {
      if (exchange.isSettled) {
        exchange.end()
        continue
      }
      exchange.sentAt = now
      this.#sent.push(exchange)
      buffers.push(exchange.bytes)
    }
    if (buffers.length > 0) this.#socket.send(buffers)
  }

  #match(replies: readonly Reply[]): void {
    for (const reply of replies) {
      const exchange = this.#sent.first
      if (!exchange) throw new UnreadableReplyError('a reply to nothing')
      if (!exchange.accept(reply)) continue
      this.#sent.shift()
      this.#answered.push(exchange)
    }
    if (replies.length > 0) this.#lastReplyAt = performance.now()
    for (const exchange of this.#answered.splice(0)) exchange.complete()
  }

  #failAll(failure: Failure): void {
    this.#events.onLost(failure, this.#unsent.splice(0))
    const lost = this.#answered.splice(0)
    for (let next = this.#sent.shift(); next; next = this.#sent.shift()) lost.push(next)
    for (const exchange of lost) exchange.fail(failure)
  }
}
