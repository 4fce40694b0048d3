import type { Milliseconds } from '@lmc/transport'
import { Backoff } from './backoff.ts'
import type { Activity } from './activity.ts'
import type { Call } from './call.ts'
import { createAuthenticateCall } from './calls/authenticate-call.ts'
import { createNoopCall } from './calls/noop-call.ts'
import { Connection, type ConnectionOwner } from './connection.ts'
import type { Failure } from './failure.ts'
import type { Limits } from './limits.ts'
import type { Server } from './server.ts'

/** When a new connection answers while an old one is silent, the old one has so long to show that it is alive too. */
const GRACE: Milliseconds = 50

/** So long after a refusal no call tries again. */
const PAUSE: Milliseconds = 5

const CLOSED: Failure = { code: 'closed', message: 'the transport is closed' }
const SILENT: Failure = { code: 'connection', message: 'the server has stopped answering; nothing was sent' }
const REPLACED: Failure = { code: 'connection', message: 'the connection has been replaced' }

/**
 * The way to one server. It connects when the first call comes. A server that cannot be reached, or that has stopped answering, is down:
 * calls fail at once, while one new connection after the other is tried until one answers.
 *
 * A connection that has gone silent gets no more calls, but is kept. If the server was held up and goes on, it answers there first, and
 * what was sent before is not carried out behind what is sent next, as it could be across two connections.
 */
export class ServerLink implements ConnectionOwner {
  readonly server: Server
  readonly #limits: Limits
  readonly #activity: Activity
  readonly #backoff: Backoff = new Backoff()
  /** What calls go by. */
  #connection: Connection | undefined
  /** What is tried while the server is down. */
  #probe: Connection | undefined
  #probeTimer: NodeJS.Timeout | undefined
  /** Why calls fail at once. */
  #failure: Failure | undefined
  /** When the host has said last that nothing listens there; `undefined` when it has said anything else, or nothing. */
  #refusedAt: Milliseconds | undefined

  constructor(server: Server, limits: Limits, activity: Activity = { busyConnections: 0 }) {
    this.server = server
    this.#limits = limits
    this.#activity = activity
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

  /** Fails a call in the next turn of the event loop: whoever tries again and again would else keep all others, and the probes, from theirs. */
  #refuse(call: Call<unknown>, { code, message, cause }: Failure): void {
    setImmediate(() => call.fail(code, message, this.server.name, cause))
  }

  /** Lets the calls in flight settle, and gives the connection up. Calls that come later fail with `closed`. */
  async close(): Promise<void> {
    this.#failure = CLOSED
    this.#refusedAt = undefined
    this.#stopProbing(CLOSED)
    await this.#connection?.settled()
    this.#connection?.end(CLOSED)
  }

  onReady(connection: Connection): void {
    this.#backoff.reset()
    if (connection !== this.#probe) return
    if (this.#connection === undefined) this.#adopt(connection)
    else this.#probeTimer = setTimeout(() => this.#adopt(connection), GRACE).unref()
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

  onEnd(connection: Connection, failure: Failure): void {
    const isProbe = connection === this.#probe
    if (isProbe) this.#probe = undefined
    else if (connection === this.#connection) this.#connection = undefined
    if (this.#failure === CLOSED) return

    this.#refusedAt = isRefusal(failure) && this.#connection === undefined ? performance.now() : undefined
    if (isProbe) this.#probeLater()
    else if (this.#probe?.isReady === true) this.#adopt(this.#probe)
    else if (this.#failure === undefined && !connection.hasBeenReady) {
      this.#failure = { ...failure, message: `the server is down: ${failure.message}` }
      this.#probeLater()
    }
  }

  /**
   * A host that refuses connections says so at once: there a call can try by itself, and the first one after the server is back uses it. A
   * host that says nothing is left to the probes.
   */
  #wayToRefuser(): Connection | undefined {
    if (this.#refusedAt === undefined) return undefined
    if (this.#probe === undefined && performance.now() - this.#refusedAt < PAUSE) return undefined
    clearTimeout(this.#probeTimer)
    this.#probe ??= this.#connect()
    return this.#probe
  }

  #connect(): Connection {
    const { credentials } = this.server
    const handshake = [...(credentials ? [createAuthenticateCall(credentials)] : []), createNoopCall()]
    return new Connection({
      server: this.server,
      handshake,
      limits: this.#limits,
      owner: this,
      activity: this.#activity,
    })
  }

  #probeLater(): void {
    clearTimeout(this.#probeTimer)
    this.#probeTimer = setTimeout(() => {
      this.#probe = this.#connect()
    }, this.#backoff.next()).unref()
  }

  #stopProbing(failure: Failure): void {
    clearTimeout(this.#probeTimer)
    const probe = this.#probe
    this.#probe = undefined
    probe?.end(failure)
  }

  /** Has calls go by a connection that has answered, from now on. */
  #adopt(connection: Connection): void {
    clearTimeout(this.#probeTimer)
    const replaced = this.#connection
    this.#probe = undefined
    this.#connection = connection
    this.#failure = undefined
    this.#refusedAt = undefined
    replaced?.end(REPLACED)
  }
}

function isRefusal({ cause }: Failure): boolean {
  return (
    cause instanceof Error && 'code' in cause && (cause.code === 'ECONNREFUSED' || cause.code === 'ENOENT')
  )
}
