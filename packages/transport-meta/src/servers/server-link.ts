import { clock, isTransportError, type Milliseconds } from '@lmc/transport'
import type { Activity } from '../connection/activity.ts'
import type { Call } from '../calls/call.ts'
import { Connection } from '../connection/connection.ts'
import type { ConnectionOptions } from '../connection/connection-options.ts'
import type { ConnectionOwner } from '../connection/connection-owner.ts'
import type { Failure } from '../connection/failure.ts'
import type { Limits } from '../calls/limits.ts'
import { RetryTimer } from './retry-timer.ts'
import { sendApart } from '../connection/send-apart.ts'
import type { Server } from './server.ts'

export interface ServerLinkOptions {
  readonly server: Server
  readonly limits: Limits
  readonly activity?: Activity
  /** Whether the server is asked for its version; absent is yes. */
  readonly asksVersion?: boolean
}

/**
 * When a new connection answers while an old one is silent, the old one has so long to show that it is alive
 * too.
 */
const GRACE: Milliseconds = 50

/**
 * A server that breaks so many connections off, one after the other, without an answer to any call, is down.
 */
const MOST_UNSERVED = 3

/** So long after a refusal no call tries again. */
const PAUSE: Milliseconds = 5

const CLOSED: Failure = { code: 'closed', message: 'the transport is closed' }
const SILENT: Failure = { code: 'connection', message: 'the server has stopped answering; nothing was sent' }
const REPLACED: Failure = { code: 'connection', message: 'the connection has been replaced' }

/**
 * The way to one server. It connects when the first call comes. A server is down when it cannot be reached,
 * refuses us, or has stopped answering. Calls then fail at once. New connections are tried, one after the
 * other, until one answers.
 *
 * A connection that has gone silent gets no more calls, but is kept. If the server was held up and goes on,
 * it answers there first. So what was sent before is not carried out behind what is sent next, as it could be
 * across two connections.
 */
export class ServerLink implements ConnectionOwner<Connection> {
  readonly #options: Required<ServerLinkOptions>
  readonly #retryTimer: RetryTimer = new RetryTimer(() => (this.#probe = this.#connect()))
  /** What calls go by. */
  #connection: Connection | undefined
  /** What is tried while the server is down. */
  #probe: Connection | undefined
  #adoption: NodeJS.Timeout | undefined
  /** Why calls fail at once. */
  #failure: Failure | undefined
  /**
   * When the host has said last that nothing listens there; `undefined` when it has said anything else, or
   * nothing.
   */
  #refusedAt: Milliseconds | undefined
  #favourite: string | undefined
  /** How many connections have been broken off since the server has answered a call. */
  #unserved = 0
  /** Whether a flush has failed with its connection, and none has succeeded since. */
  #flushesApart = false
  /** The flushes under way. */
  readonly #flushes: Set<Promise<void>> = new Set()

  constructor(options: ServerLinkOptions) {
    this.#options = { activity: { busyConnections: 0 }, asksVersion: true, ...options }
  }

  get server(): Server {
    return this.#options.server
  }

  /** Whether calls fail at once. */
  get isDown(): boolean {
    return this.#failure !== undefined
  }

  /** Sends a call and returns what it comes to. */
  submit<T>(call: Call<T>): Promise<T> {
    const way = this.#failure === undefined ? (this.#connection ??= this.#connect()) : this.#wayToRefuser()
    if (way !== undefined) way.submit(call)
    else if (this.#failure !== undefined) this.#refuse(call, this.#failure)
    return call.promise
  }

  /**
   * Sends a flush. Some proxies break off a connection for a flush, with all calls on it. After that, flushes
   * go by a connection of their own until one succeeds.
   */
  async flush(call: Call<void>): Promise<void> {
    const sent =
      this.#flushesApart && !this.isDown ? sendApart(this.#connectionOptions(), call) : this.submit(call)
    this.#flushes.add(sent)
    try {
      await sent
      this.#flushesApart = false
    } catch (error) {
      if (isTransportError(error) && (error.code === 'connection' || error.code === 'protocol'))
        this.#flushesApart = true
      throw error
    } finally {
      this.#flushes.delete(sent)
    }
  }

  /**
   * Fails a call in the next turn of the event loop. A caller that retries without a pause would otherwise
   * keep all other calls and the probes waiting.
   */
  #refuse(call: Call<unknown>, { code, message, cause }: Failure): void {
    this.#retryTimer.hasten()
    clock.setImmediate(() => call.fail(code, message, this.server.name, cause))
  }

  /**
   * Lets the calls in flight settle, and gives the connection up. Calls that come later fail with `closed`.
   */
  async close(): Promise<void> {
    this.#failure = CLOSED
    this.#refusedAt = undefined
    this.#stopProbing(CLOSED)
    await Promise.allSettled([this.#connection?.settled(), ...this.#flushes])
    this.#connection?.end(CLOSED)
  }

  onReady(connection: Connection): void {
    this.#favourite = connection.address
    if (connection !== this.#probe) return
    if (this.#connection === undefined) this.#adopt(connection)
    else this.#adoption = clock.setTimeout(() => this.#adopt(connection), GRACE).unref()
  }

  onServed(): void {
    this.#unserved = 0
    this.#retryTimer.reset()
  }

  onStall(): void {
    if (this.#failure === CLOSED) return
    this.#failure = SILENT
    this.#probe = this.#connect()
  }

  onRecovery(): void {
    if (this.#failure === CLOSED) return
    this.#stopProbing(REPLACED)
    this.#failure = undefined
  }

  onEnd(connection: Connection, failure: Failure, rescued: readonly Call<unknown>[]): void {
    const isProbe = connection === this.#probe
    if (isProbe) {
      this.#probe = undefined
      clock.clearTimeout(this.#adoption)
    } else if (connection === this.#connection) {
      this.#connection = undefined
    }
    if (this.#failure !== CLOSED) this.#goOn(failure, isProbe, connection.wasReady)
    for (const call of rescued) void this.submit(call)
  }

  #goOn(failure: Failure, isProbe: boolean, wasReady: boolean): void {
    const isRefused = failure.retry === 'at once' && this.#connection === undefined
    this.#refusedAt = isRefused ? clock.now() : undefined
    if (!isProbe && this.#probe?.isReady === true) {
      this.#adopt(this.#probe)
      return
    }
    if (failure.retry === undefined && !isProbe) return
    if (wasReady && !isProbe && ++this.#unserved < MOST_UNSERVED) return
    const message = failure.retry === 'later' ? failure.message : `the server is down: ${failure.message}`
    if (this.#connection === undefined) this.#failure = { ...failure, message }
    if (this.#probe === undefined) this.#retryTimer.start(failure.retry)
  }

  /**
   * A host that refuses connections says so at once. So a call can try by itself, and the first call after
   * the server is back succeeds. A host that says nothing is left to the probes.
   */
  #wayToRefuser(): Connection | undefined {
    if (this.#refusedAt === undefined) return undefined
    if (this.#probe === undefined && clock.now() - this.#refusedAt < PAUSE) return undefined
    this.#retryTimer.stop()
    this.#probe ??= this.#connect()
    return this.#probe
  }

  #connect(): Connection {
    return new Connection({ ...this.#connectionOptions(), owner: this })
  }

  #connectionOptions(): Omit<ConnectionOptions<Connection>, 'owner'> {
    return { ...this.#options, favourite: this.#favourite }
  }

  #stopProbing(failure: Failure): void {
    this.#retryTimer.stop()
    clock.clearTimeout(this.#adoption)
    const probe = this.#probe
    this.#probe = undefined
    probe?.end(failure)
  }

  /** Has calls go by a connection that has answered, from now on. */
  #adopt(connection: Connection): void {
    clock.clearTimeout(this.#adoption)
    this.#retryTimer.stop()
    const replaced = this.#connection
    this.#probe = undefined
    this.#connection = connection
    this.#failure = undefined
    this.#refusedAt = undefined
    replaced?.end(REPLACED)
  }
}
