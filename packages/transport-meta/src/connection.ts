import { type Milliseconds, TransportError } from '@lmc/transport'
import type { Socket } from 'node:net'
import { Alarm } from './alarm.ts'
import type { Activity } from './activity.ts'
import type { Call } from './call.ts'
import type { Failure } from './failure.ts'
import type { Limits } from './limits.ts'
import { openSocket } from './open-socket.ts'
import { Pipeline } from './pipeline.ts'
import type { Server } from './server.ts'

/** Who is told what becomes of a connection. */
export interface ConnectionOwner {
  /** The server has answered the handshake. */
  onReady(connection: Connection): void
  /** Nothing has come for a whole time-out though replies were due. All calls have failed; the connection is kept for now. */
  onStall(connection: Connection): void
  /** Something has come after a stall. */
  onRecovery(connection: Connection): void
  /** It is gone, and all calls have failed. */
  onEnd(connection: Connection, failure: Failure): void
}

export interface ConnectionOptions {
  readonly server: Server
  /** What has to be answered, one after the other, before anything else is sent. */
  readonly handshake: readonly Call<void>[]
  readonly limits: Limits
  readonly owner: ConnectionOwner
  readonly activity: Activity
}

/** An alarm that is late by so much says that the event loop was held. */
const HELD: Milliseconds = 50

/** So many buffers are written in one go at most, then it is others' turn. */
const MOST_WRITES = 4

const NOTHING = new Uint8Array(0)

/**
 * One connection to a server. What is submitted in one tick leaves in one write, or in as many as the server is ready to take. One timer
 * serves all time-outs. The process is kept alive by it only while calls are under way.
 */
export class Connection {
  readonly #options: ConnectionOptions
  readonly #pipeline: Pipeline
  readonly #socket: Socket
  readonly #connectAlarm: Alarm
  readonly #deadlineAlarm: Alarm = new Alarm(() => this.#checkDeadlines())
  #state: 'connecting' | 'ready' | 'stalled' | 'ended' = 'connecting'
  #hasBeenReady = false
  #isReferenced = false
  #isFlushDue = false
  /** When the clock of the latest calls has started. */
  #now: Milliseconds = 0
  /** When something came last, or, if that was before, a reply became due when none had been. */
  #aliveAt: Milliseconds = 0

  readonly #flush = (): void => {
    this.#isFlushDue = false
    if (this.#state === 'ready') this.#write()
    else if (this.#state === 'connecting') this.#startClock()
  }
  readonly #onWritten = (): void => {
    if (this.#state === 'ready') this.#write()
  }

  constructor(options: ConnectionOptions) {
    const { server, limits } = options
    this.#options = options
    this.#pipeline = new Pipeline(server.name, limits, server.tls !== undefined)
    this.#socket = openSocket(server, {
      window: this.#pipeline.window,
      onRead: (count) => this.#onRead(count),
      onOpen: () => void this.#shakeHands(),
    })
    this.#socket.unref()
    this.#socket.on('error', (cause) => this.end({ code: 'connection', message: cause.message, cause }))
    this.#socket.on('close', () =>
      this.end({ code: 'connection', message: 'the server closed the connection' }),
    )
    this.#connectAlarm = new Alarm((lateness) => this.#giveUp(lateness))
    this.#connectAlarm.set(performance.now() + limits.connectTimeout)
  }

  /** Whether calls that are submitted are sent. */
  get isReady(): boolean {
    return this.#state === 'ready'
  }

  /** Whether the server has ever answered the handshake. */
  get hasBeenReady(): boolean {
    return this.#hasBeenReady
  }

  /** Takes a call; it settles within the time-out. */
  submit(call: Call<unknown>): void {
    if (!this.#isFlushDue) this.#flushSoon()
    this.#pipeline.submit(call)
    if (!this.#isReferenced) this.#keepAlive(true)
  }

  /** Resolves when all calls have settled. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#pipeline.unsettled.map((call) => call.promise))
  }

  /** Gives the connection up, and fails all calls. */
  end(failure: Failure): void {
    if (this.#state === 'ended') return
    this.#keepAlive(false)
    this.#state = 'ended'
    this.#connectAlarm.clear()
    this.#deadlineAlarm.clear()
    this.#socket.destroy()
    this.#pipeline.fail(failure)
    this.#options.owner.onEnd(this, failure)
  }

  /**
   * At the end of this tick, or, while other connections are busy, of this turn of the event loop: in it replies are read from all that
   * have some, each read brings new calls to all of them, and one write each is enough for these.
   */
  #flushSoon(): void {
    this.#isFlushDue = true
    const others = this.#options.activity.busyConnections - (this.#isReferenced ? 1 : 0)
    if (others > 0) setImmediate(this.#flush)
    else process.nextTick(this.#flush)
  }

  async #shakeHands(): Promise<void> {
    this.#keepAlive(this.#isReferenced)
    try {
      for (const call of this.#options.handshake) {
        this.#socket.write(this.#pipeline.sendFirst(call))
        await call.promise
      }
    } catch (cause) {
      const code = cause instanceof TransportError ? cause.code : 'connection'
      this.end({ code, message: 'the connection was not accepted', cause })
      return
    }
    this.#onReady()
  }

  #onReady(): void {
    if (this.#state !== 'connecting') return
    this.#connectAlarm.clear()
    this.#state = 'ready'
    this.#hasBeenReady = true
    this.#options.owner.onReady(this)
    this.#write()
  }

  #giveUp(lateness: Milliseconds): void {
    const { connectTimeout } = this.#options.limits
    // The time in which the event loop was held is not the server's fault.
    if (lateness > HELD) this.#connectAlarm.set(performance.now() + connectTimeout)
    else this.end({ code: 'connection', message: `no connection within ${connectTimeout} ms` })
  }

  /** Has the time-out of the calls of this tick begin, at its end: what the caller does in it does not count. */
  #startClock(): void {
    if (!this.#pipeline.hasNew) return
    this.#now = performance.now()
    const deadline = this.#now + this.#options.limits.timeout
    this.#pipeline.startClock(deadline)
    if (!this.#deadlineAlarm.isSet) this.#deadlineAlarm.set(deadline)
  }

  #write(): void {
    this.#startClock()
    for (let writes = 0; writes < MOST_WRITES; writes++) {
      // Then `#onWritten` goes on.
      if (!this.#pipeline.isWaiting || this.#socket.writableLength > 0) return
      if (!this.#pipeline.isAwaiting) this.#aliveAt = this.#now
      const bytes = this.#pipeline.next()
      if (bytes.length === 0) return
      this.#socket.write(bytes)
      // Most often the system has taken it already; to be told when it has costs as much as another write.
      if (this.#socket.writableLength > 0) this.#socket.write(NOTHING, this.#onWritten)
    }
    setImmediate(this.#flush)
  }

  #onRead(count: number): void {
    this.#aliveAt = performance.now()
    try {
      this.#pipeline.read(count)
    } catch (cause) {
      const message = cause instanceof Error ? cause.message : String(cause)
      this.end({ code: 'protocol', message, cause })
      return
    }
    if (this.#state === 'stalled') this.#recover()
    if (this.#pipeline.isIdle) this.#keepAlive(false)
  }

  #checkDeadlines(): void {
    const { timeout } = this.#options.limits
    const now = performance.now()
    const next = this.#pipeline.expire(now)
    const isDue = this.#state === 'ready' && this.#pipeline.isAwaiting
    const stallsAt = isDue ? this.#aliveAt + timeout : Infinity
    if (stallsAt <= now) {
      this.#stall()
      return
    }
    if (next === Infinity) this.#keepAlive(false)
    const at = Math.min(next, stallsAt)
    if (at < Infinity) this.#deadlineAlarm.set(at)
  }

  #stall(): void {
    this.#state = 'stalled'
    this.#keepAlive(false)
    const { timeout } = this.#options.limits
    const message = `the server has been silent for ${timeout} ms; whether it carries the call out is unknown`
    this.#pipeline.fail({ code: 'timeout', message })
    this.#options.owner.onStall(this)
  }

  #recover(): void {
    this.#state = 'ready'
    this.#options.owner.onRecovery(this)
    this.#write()
  }

  /** Keeps the process alive for the socket, or does not. */
  #keepAlive(isReferenced: boolean): void {
    if (isReferenced !== this.#isReferenced) this.#options.activity.busyConnections += isReferenced ? 1 : -1
    this.#isReferenced = isReferenced
    if (isReferenced) this.#socket.ref()
    else this.#socket.unref()
  }
}
