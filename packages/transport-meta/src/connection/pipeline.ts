import type { Milliseconds } from '@lmc/transport'
import type { Call } from '../calls/call.ts'
import { CallQueue } from '../calls/call-queue.ts'
import { CommandWriter } from '../wire/command-writer.ts'
import { Deadlines } from '../calls/deadlines.ts'
import { type Dialect, MODERN } from '../handshake/dialect.ts'
import { failAll } from './fail-all.ts'
import type { Failure } from './failure.ts'
import type { Limits } from '../calls/limits.ts'
import { Load } from '../calls/load.ts'
import { OPAQUES } from '../wire/opaque.ts'
import { ProtocolError } from '../wire/protocol-error.ts'
import type { Reply } from '../wire/reply.ts'
import { ReplyParser } from '../wire/reply-parser.ts'
import { Status } from '../wire/status.ts'
import { TLS_RECORD } from '../wire/tls-record.ts'

const REFUSAL = /^(?:(?:CLIENT|SERVER)_)?ERROR(?: |$)/

/**
 * The calls of one connection, without its socket: what goes out, what comes in, and which reply is whose.
 * Commands are numbered in the order in which they go out, and replies have to come in that order and with
 * those numbers. One that does not costs the connection; no call is given another's.
 */
export class Pipeline {
  readonly #server: string
  readonly #limits: Limits
  readonly #parser: ReplyParser
  readonly #writer: CommandWriter
  /** Calls that have not been written. */
  readonly #waiting: CallQueue = new CallQueue()
  /** Calls that have been written and not been answered, also when they have settled. */
  readonly #flight: CallQueue = new CallQueue()
  readonly #load: Load
  readonly #deadlines: Deadlines
  #dialect: Dialect = MODERN
  /** How many commands have been written, and have been answered, modulo `OPAQUES`. */
  #written = 0
  #answered = 0

  /** @param bufferSize how many bytes are read at once, and written at once unless TLS cuts them up. */
  constructor(server: string, limits: Limits, isSecure: boolean = false, bufferSize: number = 256 * 1024) {
    this.#server = server
    this.#limits = limits
    this.#load = new Load(limits)
    this.#deadlines = new Deadlines(this.#waiting, this.#flight, this.#load)
    this.#writer = new CommandWriter({ capacity: isSecure ? TLS_RECORD : bufferSize, isolatesEnds: isSecure })
    this.#parser = new ReplyParser(this, limits.itemLimit, bufferSize)
  }

  /** What is read goes there, for `read`. */
  get window(): Uint8Array {
    return this.#parser.window
  }

  /** Whether anything is to be written. */
  get isWaiting(): boolean {
    return this.#waiting.length > 0 || this.#writer.hasRest
  }

  /** Whether replies are due, also such that nobody waits for. */
  get isAwaiting(): boolean {
    return this.#flight.length > 0
  }

  /** Whether there is anything to be written or to be read. */
  get isIdle(): boolean {
    return this.#load.commands === 0
  }

  /** Whether calls have been taken whose clock has not started. */
  get hasNew(): boolean {
    return this.#deadlines.hasNew
  }

  /** The calls that have not settled, those of the handshake included. */
  get unsettled(): Call<unknown>[] {
    return [...this.#flight, ...this.#waiting].filter((call) => !call.isSettled)
  }

  /** The calls that have neither been written nor settled. */
  get unsent(): Call<unknown>[] {
    return [...this.#waiting].filter((call) => !call.isSettled)
  }

  /** Takes a call to be written when its turn comes, or fails it with `overloaded`. */
  submit(call: Call<unknown>): void {
    if (!this.#load.take(call)) {
      call.fail('overloaded', `${this.#load.describe()}; nothing was sent`, this.#server)
      return
    }
    this.#waiting.push(call)
    this.#deadlines.add()
  }

  /**
   * Has the calls that have been taken since the last time be due at `deadline`. Returns when the first of
   * them is, which may be sooner.
   */
  startClock(deadline: Milliseconds): Milliseconds {
    return this.#deadlines.start(deadline)
  }

  /** Has all calls be due so much later. */
  postpone(time: Milliseconds): void {
    this.#deadlines.postpone(time)
  }

  /**
   * The handshake is over, and the server speaks so. The handshake counts as command 0, whatever was sent for
   * it.
   */
  startWork(dialect: Dialect): void {
    this.#written = this.#answered = 1
    this.#load.endGreeting()
    this.#dialect = dialect
    this.#writer.dialect = dialect
  }

  /** Returns a call's commands, to be written before any that wait. */
  sendFirst(call: Call<unknown>): Uint8Array {
    this.#load.greet(call)
    this.#write(call)
    return this.#writer.take()
  }

  /**
   * Returns the next commands, one buffer full at most; empty when none wait. They are to be written before
   * the next are asked for.
   */
  next(): Uint8Array {
    const writer = this.#writer
    writer.goOn()
    for (let call = this.#waiting.first; call !== undefined; call = this.#waiting.first) {
      if (call.isSettled) {
        this.#load.drop(call)
      } else {
        if (writer.room < call.lineLength) break
        this.#writeOrReject(call)
      }
      this.#waiting.shift()
    }
    return writer.take()
  }

  /** A call that cannot be written is rejected, and harms no other. */
  #writeOrReject(call: Call<unknown>): void {
    try {
      this.#write(call)
    } catch (error) {
      this.#writer.undo()
      call.reject(error)
      this.#load.drop(call)
    }
  }

  #write(call: Call<unknown>): void {
    const writer = this.#writer
    writer.begin(call.lineLength, call.valueLength)
    call.write(writer, this.#written)
    const length = writer.finish()
    if (call.traffic !== undefined) call.traffic.bytesOut += length
    this.#written = (this.#written + call.unanswered) % OPAQUES
    this.#flight.push(call)
    if (writer.hasRest) call.whenSettled(() => this.#writer.letGo())
  }

  /**
   * Takes the first `count` bytes of `window`.
   *
   * @throws {ProtocolError} when they are not the replies that are due; the connection is of no use any more.
   */
  read(count: number): void {
    this.#parser.read(count)
  }

  wantsValue(reply: Reply): boolean {
    return !this.#due(reply).isSettled
  }

  onReply(reply: Reply): void {
    const call = this.#due(reply)
    if (call.traffic !== undefined) call.traffic.bytesIn += reply.length
    if (reply.status === Status.text && REFUSAL.test(reply.line)) this.#refuse(call, reply.line)
    else if (!call.accept(reply)) return
    this.#answered = (this.#answered + 1) % OPAQUES
    call.unanswered--
    this.#load.answer(call)
    if (call.unanswered > 0) return
    this.#flight.shift()
    this.#deadlines.shift()
  }

  /** Returns the call whose reply this is. */
  #due(reply: Reply): Call<unknown> {
    const call = this.#flight.first
    if (call === undefined) throw new ProtocolError('a reply came that no command is due')
    const hasOpaque = reply.status !== Status.text && reply.status !== Status.noop
    if (hasOpaque && reply.opaque !== this.#answered && !this.#isMissWithoutNumber(reply))
      throw new ProtocolError('a reply came out of turn')
    return call
  }

  #isMissWithoutNumber({ status, opaque }: Reply): boolean {
    return status === Status.miss && opaque === -1 && !this.#dialect.numbersMisses
  }

  /** A server that dislikes the line of a command with a value takes the value for commands. */
  #refuse(call: Call<unknown>, line: string): void {
    call.refuse(line, this.#server)
    if (call.valueLength > 0 && !line.startsWith('SERVER_')) {
      throw new ProtocolError('the server refused a command and may have taken its value for others')
    }
  }

  /** Fails the calls that were due by `now`. Returns when the next one is, or `Infinity`. */
  expire(now: Milliseconds): Milliseconds {
    return this.#deadlines.expire(now, (call, outcome) =>
      call.fail('timeout', `no reply within ${this.#limits.timeout} ms; ${outcome}`, this.#server),
    )
  }

  /**
   * Takes out the calls that may go by another connection: those that were not sent. With `alsoSent`, also
   * those that may be sent twice. No call may be taken any more.
   */
  rescue(alsoSent: boolean): Call<unknown>[] {
    const rescued: Call<unknown>[] = []
    for (const call of this.#flight.takeAll()) {
      if (alsoSent && !call.isSettled && call.isRepeatable && !call.wasRepeated) {
        call.wasRepeated = true
        rescued.push(call)
      } else {
        this.#flight.push(call)
      }
    }
    rescued.push(...this.#waiting.takeAll().filter((call) => !call.isSettled))
    return rescued
  }

  /** Fails all calls; those of a method with the same error. What has been written may still be answered. */
  fail(failure: Failure): void {
    failAll(this.unsettled, failure, this.#server)
    for (const call of this.#waiting.takeAll()) this.#load.drop(call)
    this.#deadlines.clear()
  }
}
