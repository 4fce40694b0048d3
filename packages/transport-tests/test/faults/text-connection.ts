import { connect, type Socket } from 'node:net'
import type { TransportErrorCode } from '@lmc/transport'
import type { TextCall, TextReply } from './text-call.ts'
import { ProtocolError, TextReader } from './text-reader.ts'

const ERROR = /^(?:ERROR|(?:CLIENT|SERVER)_ERROR .*)$/
const LAST_LINE = /^(?:END|OK|ERROR|(?:CLIENT|SERVER)_ERROR .*)$/

/**
 * One connection, from its opening to its first fault, with its waiting calls in order. Everything that
 * broken transports break is a method of its own.
 */
export class TextConnection {
  readonly server: string
  protected readonly socket: Socket
  protected calls: TextCall[] = []
  /** How many of `calls` have been answered. */
  protected answered = 0
  protected reader = new TextReader()
  protected readonly onLost: () => void
  isLost = false
  /** Whether the server has accepted the connection. */
  isAccepted = false
  /** Whether the server has sent an answer on this connection. */
  hasAnswered = false
  /** Why the connection ended. */
  lostBy = ''

  constructor(server: string, onLost: () => void) {
    this.server = server
    this.onLost = onLost
    const [host, port] = server.split(':')
    this.socket = connect({ host, port: Number(port), noDelay: true } as never)
    this.socket.once('connect', () => (this.isAccepted = true))
    this.socket.on('data', (bytes) => this.read(bytes))
    this.socket.on('end', () => this.onEnd())
    this.socket.on('error', (error) => this.onError(error))
    this.socket.on('close', () => this.lose('connection', 'the connection was closed'))
  }

  send(call: TextCall): void {
    this.calls.push(call)
    if (this.socket.writableCorked === 0) {
      this.socket.cork()
      process.nextTick(() => this.socket.uncork())
    }
    this.socket.write(call.bytes)
  }

  /** Gives the connection up. All waiting calls fail. */
  lose(code: TransportErrorCode, message: string): void {
    if (this.isLost) return
    this.isLost = true
    this.lostBy = message
    this.socket.destroy()
    this.onLost()
    this.failAll(code, message)
  }

  protected onEnd(): void {
    this.lose('connection', 'the server closed the connection')
  }

  protected onError(error: Error): void {
    this.lose('connection', error.message)
  }

  protected failAll(code: TransportErrorCode, message: string): void {
    for (const call of this.calls.splice(0).slice(this.answered))
      if (!call.isSettled) call.fail(code, message, this.server)
  }

  protected read(bytes: Buffer): void {
    try {
      this.reader.push(bytes)
      for (let reply = this.reader.next(); reply; reply = this.reader.next()) {
        const call = this.match(reply)
        this.hasAnswered = true
        call.replies.push(reply)
        if (!call.expected && !LAST_LINE.test(reply.line)) continue
        this.shift()
        if (!call.isSettled) call.resolve()
      }
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error
      this.lose('protocol', `the reply makes no sense: ${error.message}`)
    }
  }

  protected shift(): void {
    if (++this.answered < 1000) return
    this.calls = this.calls.slice(this.answered)
    this.answered = 0
  }

  /** Finds the call that a reply belongs to. */
  protected match({ status, flags, line }: TextReply): TextCall {
    const call = this.calls[this.answered]
    if (!call) throw new ProtocolError('nobody waits for the reply')
    const isOurs = call.expected?.includes(status) && flags.get('O') === call.opaque
    if (call.expected && !isOurs && !ERROR.test(line))
      throw new ProtocolError('the reply belongs to another call')
    return call
  }
}
