import { type Milliseconds, TransportError } from '@lmc/transport'
import type { Call } from '../calls/call.ts'
import type { Failure } from '../failure.ts'
import { isLastReply, lengthOfReply, type Reply } from '../wire/reply.ts'
import { encodeRequests } from '../wire/request.ts'
import { describeStatus, Status } from '../wire/status.ts'
import { UnreadableReplyError } from '../wire/unreadable-reply-error.ts'

/** How many replies one request may have; memcached has about a hundred figures in its statistics. */
const MOST_PARTS = 10_000

const FLUSH_REFUSED = `the server refuses to flush; memcached does so when it was started with "-F"`

/** What an exchange tells its owner. Each is called once at most. */
export interface ExchangeEvents {
  /** All replies have come: `result` of the call may be called. */
  readonly onComplete: () => void
  readonly onFailed: (reason: unknown) => void
  /** No more replies are expected: the exchange is no longer in flight. */
  readonly onEnd: () => void
}

/** Which server a call goes to, and how its replies are recognised. */
export interface ExchangeContext {
  readonly server: string
  /** The opaque of the first request; each further one has the next. */
  readonly opaque: number
  /** On the clock of `Deadlines`. */
  readonly deadline: Milliseconds
}

/**
 * One call under way. When it has failed early, by a time-out or a signal, it still takes its replies, so
 * that no other call gets them.
 */
export class Exchange {
  /** The requests as they go over the wire. */
  readonly bytes: Buffer
  readonly deadline: Milliseconds
  readonly #call: Call<unknown>
  readonly #server: string
  readonly #opaque: number
  readonly #events: ExchangeEvents
  #sentAt: Milliseconds | undefined
  #answered = 0
  #partCount = 0
  #failure: Failure | undefined
  #wasTakenBack = false
  #isSettled = false
  #hasEnded = false

  constructor(call: Call<unknown>, { server, opaque, deadline }: ExchangeContext, events: ExchangeEvents) {
    this.#call = call
    this.#server = server
    this.#opaque = opaque
    this.deadline = deadline
    this.#events = events
    this.bytes = encodeRequests(call.requests, opaque)
  }

  /** When it was handed to the socket, on the clock of `clock.now()`; `undefined` before. */
  get sentAt(): Milliseconds | undefined {
    return this.#sentAt
  }

  /** Whether it only reads, and may be sent twice. */
  get isRepeatable(): boolean {
    return this.#call.isRepeatable === true
  }

  /** Whether the call has its outcome; the server may still answer. */
  get isSettled(): boolean {
    return this.#isSettled
  }

  /** Whether nothing more is expected from the server. */
  get hasEnded(): boolean {
    return this.#hasEnded
  }

  /** Says that it was handed to the socket at `now`. */
  noteSent(now: Milliseconds): void {
    this.#sentAt = now
    if (this.#call.traffic) this.#call.traffic.bytesOut += this.bytes.length
  }

  /** Whether a reply with this header is the next one. */
  expects({ opcode, opaque }: Reply['header']): boolean {
    return opaque === this.#opaqueOf(this.#answered) && opcode === this.#call.requests[this.#answered]?.opcode
  }

  /**
   * Takes the next reply that came, and gives whether it was the last one of this exchange; then `complete`
   * is due.
   *
   * @throws {UnreadableReplyError} when it is no reply to what was sent.
   */
  accept(reply: Reply): boolean {
    const { status } = reply.header
    const { requests, answers, collect, traffic } = this.#call
    if (!this.expects(reply.header)) throw new UnreadableReplyError('a reply to something else')
    if (traffic) traffic.bytesIn += lengthOfReply(reply)
    if (status !== Status.ok && !answers.includes(status)) this.#failure ??= this.#toFailure(status)
    else if (!this.#isSettled) collect(reply, this.#answered)
    if (isLastReply(reply)) this.#answered++
    else if (++this.#partCount > MOST_PARTS) throw new UnreadableReplyError('a reply without an end')
    return this.#answered === requests.length
  }

  /** Settles by what the replies said. */
  complete(): void {
    if (this.#failure) this.giveUp(this.#toError(this.#failure))
    else if (!this.#isSettled) {
      this.#isSettled = true
      this.#events.onComplete()
    }
    this.end()
  }

  /** Prepares a read to be sent once more by another connection, and returns whether that is possible. */
  takeBack(): boolean {
    if (!this.isRepeatable || this.#wasTakenBack || this.#isSettled || this.#answered > 0) return false
    this.#wasTakenBack = true
    this.#sentAt = undefined
    return true
  }

  /** Fails because the connection was lost, or because there is none. No reply will come. */
  fail({ code, message, cause }: Failure): void {
    const isSent = this.#sentAt !== undefined
    if (isSent) this.#call.onConnectionLost?.()
    const outcome = isSent ? 'the outcome is unknown' : 'nothing was sent'
    this.giveUp(this.#toError({ code, message: `${message}; ${outcome}`, cause }))
    this.end()
  }

  /**
   * Fails as its deadline has passed; replies may still come.
   *
   * @param progress what has not happened yet, as `Dial` says it; absent when there is a connection.
   */
  expire(timeout: Milliseconds, progress: string | undefined): void {
    const why = progress === undefined ? '' : `: ${progress}`
    const outcome = this.#sentAt === undefined ? `nothing was sent${why}` : 'the outcome is unknown'
    this.giveUp(this.#toError({ code: 'timeout', message: `no answer within ${timeout} ms; ${outcome}` }))
  }

  /** Fails with `reason`, unless it has its outcome already; replies may still come. */
  giveUp(reason: unknown): void {
    if (this.#isSettled) return
    this.#isSettled = true
    this.#events.onFailed(reason)
  }

  /** Says that no reply will come. */
  end(): void {
    if (this.#hasEnded) return
    this.#hasEnded = true
    this.#events.onEnd()
  }

  #opaqueOf(request: number): number {
    return (this.#opaque + request) >>> 0
  }

  #toError({ code, message, cause }: Failure): TransportError {
    return new TransportError(code, message, { server: this.#server, command: this.#call.command, cause })
  }

  #toFailure(status: number): Failure {
    const isRefusedFlush = status === Status.authenticationError && this.#call.command === 'flush'
    const code = status === Status.valueTooLarge ? 'value-too-large' : 'server'
    return { code, message: isRefusedFlush ? FLUSH_REFUSED : describeStatus(status) }
  }
}
