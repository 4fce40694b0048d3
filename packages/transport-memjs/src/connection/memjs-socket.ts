import type { Socket } from 'node:net'
import type { Milliseconds, TransportErrorCode } from '@lmc/transport'
import { Server } from 'memjs'
import type { Failure } from '../failure.ts'
import type { Credentials } from '../memjs-transport-options.ts'
import { Opcode } from '../wire/opcode.ts'
import { ReplySplitter } from '../wire/reply-splitter.ts'
import type { Reply } from '../wire/reply.ts'
import { encodeRequests } from '../wire/request.ts'
import type { ServerAddress } from '../server-address.ts'
import { describeStatus, Status } from '../wire/status.ts'
import { UnreadableReplyError } from '../wire/unreadable-reply-error.ts'

/** How to connect. */
export interface MemjsSocketSettings {
  readonly address: ServerAddress
  readonly connectTimeout: Milliseconds
  readonly credentials: Credentials | undefined
  /** Whether the server left its last connection unanswered: then it must answer a question before it counts as connected. */
  readonly isDoubtful: boolean
}

/** What a socket tells its owner; nothing after `onLost`. */
export interface MemjsSocketEvents {
  /** The server can be written to. */
  readonly onReady: () => void
  /** @throws {UnreadableReplyError} when they are no replies to what was written. */
  readonly onReplies: (replies: Reply[]) => void
  /** The connection is gone, by anybody's doing but the owner's. */
  readonly onLost: (failure: Failure) => void
}

/** How often the question is put, as one that was asked into a silence may be lost. */
const ASK_AGAIN_AFTER: Milliseconds = 100

const ARE_YOU_THERE: Buffer = encodeRequests([{ opcode: Opcode.noop }], 0)

/**
 * memjs' `Server` for the length of one connection: it opens the socket and authenticates. As it is not used again, nothing of a
 * broken connection reaches the next one. Its timers are off: that for calls starts anew with each of them, and that for
 * connecting leaves the socket open.
 */
export class MemjsSocket extends Server {
  readonly #events: MemjsSocketEvents
  readonly #splitter = new ReplySplitter()
  readonly #connectTimer: NodeJS.Timeout
  #socket!: Socket
  #askTimer: NodeJS.Timeout | undefined
  #isReady = false
  #isGone = false

  constructor(settings: MemjsSocketSettings, events: MemjsSocketEvents) {
    const { address, connectTimeout, credentials, isDoubtful } = settings
    super(address.host, address.port, undefined, undefined, { conntimeout: 0 })
    this.#events = events
    // Without them, memjs has taken some from the environment.
    Object.assign(this, { username: credentials?.username, password: credentials?.password })
    this.#connectTimer = setTimeout(() => {
      this.#lose(this.connected ? 'timeout' : 'connection', `not connected within ${connectTimeout} ms`)
    }, connectTimeout)
    this.sock(false, () => (isDoubtful ? this.#ask() : this.#beReady()))
    this.sock(true, (socket) => this.#guard(socket))
  }

  /** Sends all of it in one go. */
  send(buffers: readonly Buffer[]): void {
    this.#socket.cork()
    for (const buffer of buffers) this.#socket.write(buffer)
    this.#socket.uncork()
  }

  /** Gives the connection up at once; no event follows. */
  destroy(): void {
    this.#isGone = true
    clearTimeout(this.#connectTimer)
    clearTimeout(this.#askTimer)
    this.#socket.destroy()
  }

  /** memjs calls this with whatever the socket gives. */
  override responseHandler(chunk: Buffer): void {
    if (this.#isGone) return
    try {
      const replies = this.#splitter.take(chunk)
      if (this.#isReady) this.#events.onReplies(replies.filter((reply) => !isSignOfLife(reply)))
      else for (const reply of replies) this.#greet(reply)
    } catch (error) {
      if (!(error instanceof UnreadableReplyError)) throw error
      this.#lose('protocol', `the connection was dropped after ${error.message}`, error)
    }
  }

  /** memjs calls this when the socket fails. */
  override error(error: NodeJS.ErrnoException): void {
    const message = this.connected ? 'the connection broke' : 'the server cannot be reached'
    this.#lose('connection', `${message} (${error.code ?? error.name})`, error)
  }

  #guard(socket: Socket): void {
    this.#socket = socket
    socket.setNoDelay(true)
    const onClosed = (): void => this.#lose('connection', 'the server closed the connection')
    socket.once('end', onClosed)
    socket.once('close', onClosed)
  }

  #ask(): void {
    if (this.#isGone) return
    this.send([ARE_YOU_THERE])
    this.#askTimer = setTimeout(() => this.#ask(), ASK_AGAIN_AFTER)
  }

  #greet(reply: Reply): void {
    if (!this.connected) this.#authenticate(reply)
    else if (isSignOfLife(reply)) this.#beReady()
    else throw new UnreadableReplyError('a reply to nothing')
  }

  /** Lets memjs take the next step, unless that would hand the password to a server that does not ask for it. */
  #authenticate(reply: Reply): void {
    const { opcode, status } = reply.header
    const isOk = status === Status.ok
    const isList = opcode === Opcode.listMechanisms
    if (opcode === Opcode.authenticate && isOk) this.emit('authenticated')
    else if (isList && isOk && offersPlain(reply)) this.saslAuth()
    // A server that knows no authentication serves everybody.
    else if (isList && status === Status.unknownCommand) this.emit('authenticated')
    else if (isList) this.#lose('server', 'authentication failed: the server offers no SASL PLAIN')
    else this.#lose('server', `authentication failed: ${describeStatus(status)}`)
  }

  #beReady(): void {
    if (this.#isGone || this.#isReady) return
    this.#isReady = true
    clearTimeout(this.#connectTimer)
    clearTimeout(this.#askTimer)
    this.#events.onReady()
  }

  #lose(code: TransportErrorCode, what: string, cause?: unknown): void {
    if (this.#isGone) return
    this.destroy()
    const message = `${what}; ${this.#isReady ? 'the outcome is unknown' : 'nothing was sent'}`
    this.#events.onLost({ code, message, cause })
  }
}

/** Whether it answers the question, which may have been put several times. */
function isSignOfLife({ header }: Reply): boolean {
  return header.opcode === Opcode.noop
}

function offersPlain({ val }: Reply): boolean {
  return val.toString('latin1').split(' ').includes('PLAIN')
}
