import type { Milliseconds } from '@lmc/transport'
import type { Socket } from 'node:net'
import { Countdown } from '../connection/countdown.ts'
import { Dial } from './dial.ts'
import type { Dialect } from '../handshake/dialect.ts'
import type { Failure } from '../connection/failure.ts'
import type { Pipeline } from '../connection/pipeline.ts'
import type { Peer, Server } from '../servers/server.ts'
import { HandshakeError, shakeHands } from '../handshake/shake-hands.ts'
import { type SourceError, toPeer } from './to-peer.ts'

interface OpeningListener {
  /** So many bytes have been read into the pipeline's window. */
  onRead(count: number): void
  /** The server has accepted the connection. */
  onOpen(socket: Socket, dialect: Dialect): void
  /** The event loop was held for so long. */
  onHeld(time: Milliseconds): void
  /** There is no connection, or it is gone, also later. */
  onLoss(failure: Failure): void
}

export interface OpeningOptions {
  readonly server: Server
  readonly connectTimeout: Milliseconds
  readonly asksVersion: boolean
  readonly favourite: string | undefined
  readonly pipeline: Pipeline
  readonly listener: OpeningListener
}

/** How a connection comes about: by a socket, and a handshake on it. */
export class Opening {
  readonly #options: OpeningOptions
  readonly #countdown: Countdown
  /** Absent while somebody is asked for credentials or TLS. */
  #dial: Dial | undefined
  #isStopped = false
  #isOpen = false
  #isGreeted = false

  constructor(options: OpeningOptions) {
    const { server, connectTimeout, listener } = options
    this.#options = options
    this.#countdown = new Countdown({
      onEnd: () => this.#fail(this.#describeDelay(), undefined, 'soon'),
      onHeld: (time) => listener.onHeld(time),
    })
    this.#countdown.start(connectTimeout)
    const peer = toPeer(server)
    if (!(peer instanceof Promise)) this.#dialTo(peer)
    else
      peer.then(
        (asked) => this.#dialTo(asked),
        ({ message, cause }: SourceError) => this.#refuse(message, cause),
      )
  }

  /** The address that the server has answered by; `undefined` before, and for a unix socket. */
  get address(): string | undefined {
    return this.#dial?.address
  }

  /** Gives the socket up. */
  stop(): void {
    this.#isStopped = true
    this.#countdown.stop()
    this.#dial?.stop()
  }

  /** What the server has answered makes no sense. */
  refuseNonsense(cause: unknown): void {
    this.#fail('the server answered the handshake as no memcached does', cause, 'later')
  }

  /** There is nothing to connect with. */
  #refuse(message: string, cause: unknown): void {
    if (!this.#isStopped) this.#fail(message, cause, 'later')
  }

  #describeDelay(): string {
    const { connectTimeout } = this.#options
    return (
      this.#dial?.describeDelay() ??
      `the function that is asked for credentials or TLS has given nothing within ${connectTimeout} ms`
    )
  }

  #dialTo(server: Peer): void {
    if (this.#isStopped) return
    const { connectTimeout, favourite, pipeline, listener } = this.#options
    this.#dial = new Dial({
      server,
      connectTimeout,
      favourite,
      listener: {
        window: pipeline.window,
        onRead: (count) => listener.onRead(count),
        onAttempt: () => this.#countdown.start(connectTimeout),
        onOpen: (socket) => void this.#shakeHands(server, socket),
        onLoss: (failure) => this.#lose(failure),
      },
    })
  }

  async #shakeHands(server: Peer, socket: Socket): Promise<void> {
    const { asksVersion, pipeline, listener } = this.#options
    this.#isGreeted = true
    try {
      const dialect = await shakeHands(server, asksVersion, async (call) => {
        socket.write(pipeline.sendFirst(call))
        return call.promise
      })
      this.#countdown.stop()
      this.#isOpen = true
      listener.onOpen(socket, dialect)
    } catch (cause) {
      // Any other says that the connection is gone, of which the listener has been told.
      if (!(cause instanceof HandshakeError)) return
      this.#fail(`the connection was not accepted: ${cause.message}`, cause, 'later')
    }
  }

  #lose(failure: Failure): void {
    if (this.#isOpen || !this.#isGreeted) this.#options.listener.onLoss(failure)
    else {
      const question = 'does it want TLS, SASL or other credentials?'
      this.#fail(`${failure.message} before it answered: ${question}`, failure.cause, 'slowly')
    }
  }

  #fail(message: string, cause: unknown, retry: Failure['retry']): void {
    this.#options.listener.onLoss({ code: 'connection', message, cause, retry })
  }
}
