import { type Milliseconds, reasonOf, TransportError, type TransportErrorCode } from '@lmc/transport'
import type { Socket } from 'node:net'
import type { Limits } from '../calls/limits.ts'
import { Countdown } from '../connection/countdown.ts'
import type { Failure } from '../connection/failure.ts'
import { Opening } from '../opening/opening.ts'
import { Pipeline } from '../connection/pipeline.ts'
import type { Server } from '../servers/server.ts'
import { LineSplitter } from './line-splitter.ts'

const OVER: Failure = { code: 'connection', message: 'the connection is not needed any more' }

/** A connection on which a server dumps. It comes about as each other connection of the transport does. */
export class DumpConnection {
  readonly #server: string
  readonly #command: string
  readonly #timeout: Milliseconds
  readonly #pipeline: Pipeline
  readonly #opening: Opening
  /** Runs while somebody waits for a line. It keeps the process alive. */
  readonly #silence: Countdown
  readonly #splitter: LineSplitter = new LineSplitter()
  #socket: Socket | undefined
  #lines: string[] = []
  #end: { readonly error: unknown } | undefined
  #wake: (() => void) | undefined

  /** @param command the method of the transport, for errors. */
  constructor(server: Server, limits: Limits, command: string) {
    this.#server = server.name
    this.#command = command
    this.#timeout = limits.timeout
    this.#silence = new Countdown({ onEnd: () => this.#fallSilent() }, true)
    this.#pipeline = new Pipeline(server.name, limits, server.tls !== undefined)
    this.#opening = new Opening({
      server,
      connectTimeout: limits.connectTimeout,
      asksVersion: false,
      favourite: undefined,
      pipeline: this.#pipeline,
      listener: {
        onRead: (count) => this.#onRead(count),
        onOpen: (socket) => this.#ask(socket),
        onHeld: () => undefined,
        onLoss: ({ code, message, cause }) => this.#fail(code, message, cause),
      },
    })
  }

  /**
   * Gives the lines as they come, without their ends. It reads on only when somebody waits for the next line,
   * so no more than one read is held.
   *
   * @throws {TransportError} `connection`, `timeout`, `protocol`.
   * @throws what the connection was ended by.
   */
  async *lines(): AsyncGenerator<string, void, undefined> {
    for (;;) {
      const lines = this.#lines
      this.#lines = []
      yield* lines
      // Over TLS some more may have come though the socket was paused.
      if (this.#lines.length > 0) continue
      if (this.#end !== undefined) throw this.#end.error
      this.#silence.start(this.#timeout)
      this.#socket?.resume()
      await new Promise<void>((resolve) => (this.#wake = resolve))
    }
  }

  /** Gives the connection up; whoever waits for a line rejects with `error`. */
  end(error?: unknown): void {
    if (this.#end !== undefined) return
    this.#end = { error }
    this.#silence.stop()
    this.#opening.stop()
    this.#pipeline.fail(OVER)
    this.#wake?.()
  }

  /**
   * The server refuses to dump when the command comes right behind another: it follows the answer to those.
   */
  #ask(socket: Socket): void {
    this.#socket = socket
    socket.write('lru_crawler metadump all\r\n')
  }

  #onRead(count: number): void {
    if (this.#socket === undefined) this.#readGreeting(count)
    else this.#readLines(this.#socket, count)
  }

  #readGreeting(count: number): void {
    try {
      this.#pipeline.read(count)
    } catch (cause) {
      this.#opening.refuseNonsense(cause)
    }
  }

  #readLines(socket: Socket, count: number): void {
    try {
      const lines = this.#splitter.take(this.#pipeline.window.subarray(0, count))
      this.#lines = this.#lines.concat(lines)
    } catch (cause) {
      this.#fail('protocol', reasonOf(cause), cause)
      return
    }
    this.#silence.stop()
    socket.pause()
    this.#wake?.()
  }

  #fallSilent(): void {
    this.#fail('timeout', `nothing came for ${this.#timeout} ms`)
  }

  #fail(code: TransportErrorCode, message: string, cause?: unknown): void {
    const what = this.#socket === undefined ? message : `the dump broke off: ${message}`
    this.end(new TransportError(code, what, { server: this.#server, command: this.#command, cause }))
  }
}
