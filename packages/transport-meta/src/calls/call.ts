import { type Milliseconds, type Traffic, TransportError, type TransportErrorCode } from '@lmc/transport'
import type { Command, Pending } from './command.ts'
import type { CommandWriter } from '../wire/command-writer.ts'
import type { Reply } from '../wire/reply.ts'

/**
 * A call of the transport on its way through a connection: one command or several that are written together,
 * and what their replies come to. It settles once; replies that come later are read all the same, since the
 * next call's are behind them.
 *
 * A `Command` knows what is sent and how replies are read. So all calls are of one class. With objects of
 * many classes in the queues a call takes a third longer, because the engine looks up each property anew.
 */
export class Call<T> implements Pending<T> {
  /** What the caller waits for. */
  readonly promise: Promise<T>
  /** The method of the transport, for errors. */
  readonly name: string
  readonly #command: Command<T>
  /** The lines of its commands are at most so long together, in bytes. */
  readonly lineLength: number
  /** How many bytes it sends beside its lines. */
  readonly valueLength: number
  /** How many of its commands have not been answered yet. */
  unanswered: number
  /** When it times out, on the clock of `clock.now`; never, until it is set. */
  deadline: Milliseconds = Infinity
  /** Whether it has been sent a second time. */
  wasRepeated = false
  /** Where its bytes are counted; `undefined` while nobody wants to know. */
  traffic: Traffic | undefined = undefined
  // It takes no value, so that a call for one kind of answer is also one for any.
  #resolve: ((value: never) => void) | undefined
  #reject: ((reason: unknown) => void) | undefined
  #whenSettled: (() => void) | undefined

  constructor(
    name: string,
    command: Command<T>,
    lineLength: number,
    valueLength: number = 0,
    commands: number = 1,
  ) {
    this.name = name
    this.#command = command
    this.lineLength = lineLength
    this.valueLength = valueLength
    this.unanswered = commands
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
  }

  get isSettled(): boolean {
    return this.#resolve === undefined
  }

  /** Whether it does no harm when it is sent twice. */
  get isRepeatable(): boolean {
    return this.#command.isRepeatable === true
  }

  /** Appends the commands, the first with this opaque, each further one with the next. */
  write(writer: CommandWriter, opaque: number): void {
    this.#command.write(writer, opaque)
  }

  /**
   * Takes a reply to the first command that has none yet, errors excepted. Returns whether that is all of it.
   *
   * @throws {ProtocolError} when it cannot be a reply to this command.
   */
  accept(reply: Reply): boolean {
    return this.#command.accept(reply, this)
  }

  /** Takes the error line that a server answers the first command with that has no reply yet. */
  refuse(line: string, server: string): void {
    if (this.#command.refuse?.(line, server, this) !== true)
      this.fail('server', `the server answered ${line}`, server)
  }

  resolve(value: T): void {
    const resolve = this.#resolve
    if (resolve === undefined) return
    this.#settle()
    resolve(value as never)
  }

  reject(reason: unknown): void {
    const reject = this.#reject
    if (reject === undefined) return
    this.#settle()
    reject(reason)
  }

  /** Rejects with a `TransportError`. */
  fail(code: TransportErrorCode, message: string, server: string, cause?: unknown): void {
    if (!this.isSettled) this.reject(new TransportError(code, message, { server, command: this.name, cause }))
  }

  /** Has `listener` called when the call settles, after those that were given before. */
  whenSettled(listener: () => void): void {
    const earlier = this.#whenSettled
    this.#whenSettled = () => {
      earlier?.()
      listener()
    }
  }

  #settle(): void {
    this.#resolve = undefined
    this.#reject = undefined
    this.#whenSettled?.()
  }
}
