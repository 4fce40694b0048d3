import type { Socket } from 'node:net'
import { clock, type Milliseconds, reasonOf, type TransportErrorCode, withRealTicks } from '@lmc/transport'
import { Server } from 'memjs'
import type { Credentials } from '../opening/ask-credentials.ts'
import { Opcode } from '../wire/opcode.ts'
import { ReplySplitter } from '../wire/reply-splitter.ts'
import type { Reply } from '../wire/reply.ts'
import { describeStatus, Status } from '../wire/status.ts'
import { UnreadableReplyError } from '../wire/unreadable-reply-error.ts'
import { describeStranger } from './describe-stranger.ts'
import { PatientTimer } from './patient-timer.ts'
import { question } from '../opening/question.ts'
import type { SocketOpener } from '../opening/socket-opener.ts'
import type { SocketUser } from './socket-user.ts'
import type { Setback } from './setback.ts'

/** How to connect. */
export interface MemjsSocketSettings {
  /** For how long, the server's greeting included. */
  readonly connectTimeout: Milliseconds
  readonly credentials: Credentials | undefined
  /** The longest value that a reply may hold, in bytes. */
  readonly itemLimit: number
}

/**
 * How long the socket waits for an answer before it asks again: a silent network may have swallowed the
 * question.
 */
const ASK_AGAIN_AFTER: Milliseconds = 100

/**
 * A `Server` of memjs that is used for one connection to one address: it opens the socket and authenticates.
 * The next connection gets a new one, so that nothing of a broken connection reaches it. The timers of memjs
 * are off: the one for calls starts anew with each call, and the one for connecting leaves the socket open.
 * The socket does not keep the process alive.
 *
 * A server is ready when it has answered a no-operation. So no byte of a call goes to a server of another
 * protocol. None goes to a frozen server either, which may still carry out earlier commands.
 */
export class MemjsSocket extends Server {
  readonly #opener: SocketOpener
  readonly #splitter: ReplySplitter
  readonly #patience: PatientTimer
  #user: SocketUser | undefined
  #socket!: Socket
  #askTimer: NodeJS.Timeout | undefined
  #stage: 'connecting' | 'greeting' | 'authenticating' | 'ready' | 'gone' = 'connecting'

  /** @param address an IP address: a name would be looked up by the socket itself. */
  constructor(address: string, port: number, settings: MemjsSocketSettings, opener: SocketOpener) {
    const { connectTimeout, credentials, itemLimit } = settings
    super(address, port, undefined, undefined, { conntimeout: 0 })
    this.#opener = opener
    this.#splitter = new ReplySplitter(itemLimit)
    // Where there are none, memjs has taken some from the environment.
    Object.assign(this, { username: credentials?.username, password: credentials?.password })
    this.#patience = new PatientTimer(connectTimeout, () => {
      const obstacle = this.#stage === 'connecting' ? 'broken' : 'silent'
      this.#fail(obstacle, `${this.progress} within ${connectTimeout} ms`)
    })
    withRealTicks(() => this.sock(false, () => this.#ask()))
    this.sock(true, (socket) => this.#guard(socket))
  }

  /** What has not happened yet, for the error of a call that waits. */
  get progress(): string {
    const where = this.host.includes(':') ? `[${this.host}]:${this.port}` : `${this.host}:${this.port}`
    if (this.#stage === 'connecting') return `no connection to ${where}`
    if (this.#stage === 'greeting') return `connected to ${where}, which did not answer`
    return `connected to ${where}, which did not answer to the username and password`
  }

  /** How many bytes wait to be written. */
  get backlog(): number {
    return this.#socket.writableLength
  }

  /** Whether the last bytes that have come are the beginning of a reply. */
  get isMidReply(): boolean {
    return this.#splitter.isMidReply
  }

  /** Tells `user`, from now on, what happens. */
  useBy(user: SocketUser): void {
    this.#user = user
    this.#socket.on('drain', user.onDrain)
  }

  /** Sends all buffers in one write. */
  send(buffers: readonly Buffer[]): void {
    this.#socket.cork()
    for (const buffer of buffers) this.#socket.write(buffer)
    this.#socket.uncork()
  }

  /** Closes the connection at once. Nobody is told. */
  destroy(): void {
    this.#stage = 'gone'
    this.#stopTimers()
    this.#socket.destroy()
  }

  /** memjs calls this with the bytes that come. */
  override responseHandler(chunk: Buffer): void {
    if (this.#stage === 'gone') return
    try {
      const replies = this.#splitter.take(chunk).filter((reply) => !this.#greet(reply))
      if (replies.length > 0) this.#user?.onReplies(replies)
      const { announced } = this.#splitter
      if (announced) this.#expect(announced)
    } catch (error) {
      // Also where memory for a reply was refused: nobody else could catch that.
      this.#refuseToRead(chunk, error)
    }
  }

  /** memjs calls this when the socket fails. */
  override error(error: Error & { readonly code?: string }): void {
    const reason = reasonOf(error)
    if (this.#stage === 'ready') this.#lose('connection', `the connection broke (${reason})`, error)
    else if (this.#stage === 'connecting') {
      const obstacle = error.code === 'ECONNREFUSED' ? 'refused' : 'broken'
      this.#fail(obstacle, `the server cannot be reached (${reason})`, error)
    } else this.#failGreeting(`the connection broke (${reason})`, error)
  }

  /** memjs calls this to find out whether the server authenticates. */
  override listSasl(): void {
    this.send([question.whichMechanisms])
  }

  #guard(socket: Socket): void {
    this.#socket = socket
    socket.unref()
    socket.setNoDelay(true)
    socket.prependOnceListener('connect', () => {
      if (this.#stage === 'connecting') this.#stage = 'greeting'
    })
    socket.once('end', () => this.#onClosed(true))
    socket.once('close', () => this.#onClosed(false))
  }

  #onClosed(isPolite: boolean): void {
    if (this.#stage !== 'ready') {
      this.#failGreeting('the server closed the connection')
      return
    }
    this.destroy()
    this.#user?.onLost({ code: 'connection', message: 'the server closed the connection' }, isPolite)
  }

  #ask(): void {
    if (this.#stage === 'gone') return
    this.send([question.areYouThere])
    this.#askTimer = clock.setTimeout(() => this.#ask(), ASK_AGAIN_AFTER).unref()
  }

  /**
   * Takes a reply of the greeting, and returns whether it was one. Later answers to the no-operation count as
   * well.
   */
  #greet(reply: Reply): boolean {
    const { opcode, status } = reply.header
    if (this.#stage === 'gone') return true
    if (this.#stage === 'ready') return opcode === Opcode.noop
    if (!this.connected) this.#authenticate(reply)
    else if (opcode !== Opcode.noop) throw new UnreadableReplyError('a reply to nothing')
    else if (status === Status.authenticationError)
      this.#fail('unwelcome', 'authentication required: the server asks for a username and a password (SASL)')
    else this.#beReady()
    return true
  }

  /**
   * Lets memjs take the next step, except one that would send the password to a server that does not ask for
   * it.
   */
  #authenticate(reply: Reply): void {
    const { opcode, status } = reply.header
    const isOk = status === Status.ok
    const isList = opcode === Opcode.listMechanisms
    const isAnswer = opcode === Opcode.authenticate && this.#stage === 'authenticating'
    if (isAnswer && isOk) this.emit('authenticated')
    else if (isList && isOk && offersPlain(reply)) {
      this.#stage = 'authenticating'
      this.saslAuth()
    }
    // A server that knows no authentication serves everybody.
    else if (isList && status === Status.unknownCommand) this.emit('authenticated')
    else if (isList && isOk) this.#fail('unwelcome', 'authentication failed: the server offers no SASL PLAIN')
    else {
      const what = isList ? 'lists no mechanisms' : 'refused the username and password'
      this.#fail('unwelcome', `authentication failed: the server ${what}, ${describeStatus(status)}`)
    }
  }

  #beReady(): void {
    if (this.#stage === 'ready') return
    this.#stage = 'ready'
    this.#stopTimers()
    this.#opener.onReady()
  }

  /** Refuses a large reply that nobody waits for, before there is memory for it. */
  #expect(announced: Reply['header']): void {
    if (this.#stage === 'ready') this.#user?.onAnnounced(announced)
    else throw new UnreadableReplyError('a reply to nothing')
  }

  #refuseToRead(chunk: Buffer, error: unknown): void {
    const message = `the connection was dropped after ${reasonOf(error)}`
    if (this.#stage === 'ready') this.#lose('protocol', message, error)
    // What a server sends before it has been told the credentials cannot hold them, and may be shown.
    else this.#fail('unwelcome', this.#stage === 'greeting' ? describeStranger(chunk) : message, error)
  }

  #failGreeting(what: string, cause?: unknown): void {
    if (this.#stage === 'authenticating')
      this.#fail('unwelcome', `authentication failed: ${what} instead of an answer`, cause)
    else this.#fail('broken', `${what} before it had answered`, cause)
  }

  #fail(obstacle: Setback['obstacle'], message: string, cause?: unknown): void {
    if (this.#stage === 'gone') return
    this.destroy()
    this.#opener.onFailed({ code: 'connection', obstacle, message, cause })
  }

  #lose(code: TransportErrorCode, message: string, cause?: unknown): void {
    if (this.#stage === 'gone') return
    this.destroy()
    this.#user?.onLost({ code, message, cause }, false)
  }

  #stopTimers(): void {
    this.#patience.stop()
    clock.clearTimeout(this.#askTimer)
  }
}

function offersPlain({ val }: Reply): boolean {
  return val.toString('latin1').split(' ').includes('PLAIN')
}
