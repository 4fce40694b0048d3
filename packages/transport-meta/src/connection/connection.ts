import { clock, type Milliseconds, reasonOf } from '@lmc/transport'
import type { Socket } from 'node:net'
import { Alarm } from './alarm.ts'
import type { Call } from '../calls/call.ts'
import type { ConnectionOptions } from './connection-options.ts'
import type { Dialect } from '../handshake/dialect.ts'
import type { Failure } from './failure.ts'
import { Flusher, type Moment } from './flusher.ts'
import { Liveness } from './liveness.ts'
import { Opening } from '../opening/opening.ts'
import { Pipeline } from './pipeline.ts'

/** So many buffers are written in one go at most, then it is others' turn. */
const MOST_WRITES = 4

const NOTHING = new Uint8Array(0)

/**
 * One connection to a server. What is submitted in one tick leaves in one write, or in as many as the server
 * is ready to take. One timer serves all time-outs, and keeps the process alive while calls are under way.
 */
export class Connection {
  readonly #options: ConnectionOptions<Connection>
  readonly #pipeline: Pipeline
  readonly #opening: Opening
  #socket: Socket | undefined
  readonly #deadlineAlarm: Alarm = new Alarm((lateness, now) => this.#checkDeadlines(lateness, now))
  #state: 'connecting' | 'ready' | 'stalled' | 'ended' = 'connecting'
  #hasServed = false
  #isBusy = false
  readonly #liveness: Liveness = new Liveness()
  /** When the clock of the latest calls has started. */
  #now: Milliseconds = 0

  readonly #flusher: Flusher = new Flusher(() => {
    if (this.#state === 'ready') this.#write()
    else if (this.#state === 'connecting') this.#startClock()
  })
  readonly #onWritten = (): void => {
    if (this.#state === 'ready') this.#write()
  }

  constructor(options: ConnectionOptions<Connection>) {
    const { server, limits } = options
    this.#options = options
    this.#pipeline = new Pipeline(server.name, limits, server.tls !== undefined)
    this.#opening = new Opening({
      ...options,
      connectTimeout: limits.connectTimeout,
      pipeline: this.#pipeline,
      listener: {
        onRead: (count) => this.#onRead(count),
        onOpen: (socket, dialect) => this.#onOpen(socket, dialect),
        onHeld: (time) => this.#pipeline.postpone(time),
        onLoss: (failure) => this.#lose(failure),
      },
    })
  }

  /** Whether calls that are submitted are sent. */
  get isReady(): boolean {
    return this.#state === 'ready'
  }

  /** Whether the server has ever accepted the connection. */
  get wasReady(): boolean {
    return this.#socket !== undefined
  }

  /** Whether the server has ever answered a call. */
  get hasServed(): boolean {
    return this.#hasServed
  }

  /** The address that it goes to; `undefined` before it has been reached, and for a unix socket. */
  get address(): string | undefined {
    return this.#opening.address
  }

  /** Takes a call; it settles within the time-out. */
  submit(call: Call<unknown>): void {
    if (!this.#flusher.isDue) this.#flusher.soon(this.#flushMoment())
    this.#pipeline.submit(call)
    if (!this.#isBusy) this.#setBusy(true)
  }

  /** Resolves when all calls have settled. It does not wait for a handshake that no call waits for. */
  async settled(): Promise<void> {
    const calls = this.#state === 'connecting' ? this.#pipeline.unsent : this.#pipeline.unsettled
    await Promise.allSettled(calls.map((call) => call.promise))
  }

  /** Gives the connection up, and fails all calls. */
  end(failure: Failure): void {
    this.#end(failure, [])
  }

  /** The connection is gone, not by our will. */
  #lose(failure: Failure): void {
    if (this.#state === 'ended') return
    if (this.#state === 'connecting') {
      this.#end(failure, [])
      return
    }
    if (!this.#hasServed) {
      this.#end(this.#pipeline.isIdle ? failure : { ...failure, retry: 'slowly' }, [])
      return
    }
    const isFresh = this.#liveness.isFresh(clock.now(), this.#flusher.isUnread)
    this.#end(failure, this.#pipeline.rescue(failure.isPolite === true && isFresh))
  }

  #end(failure: Failure, rescued: readonly Call<unknown>[]): void {
    if (this.#state === 'ended') return
    this.#setBusy(false)
    this.#state = 'ended'
    this.#deadlineAlarm.clear()
    this.#opening.stop()
    this.#pipeline.fail(failure)
    this.#options.owner.onEnd(this, failure, rescued)
  }

  /**
   * While several connections are busy, one turn of the event loop reads the replies of all. Each read brings
   * new calls for all of them, and one write each is enough. After a pause the loop reads first: the server
   * may have closed the connection.
   */
  #flushMoment(): Moment {
    const isIdle = !this.#isBusy && this.#state === 'ready'
    if (isIdle && this.#liveness.isStale(clock.now())) return 'turn after a pause'
    const others = this.#options.activity.busyConnections - (this.#isBusy ? 1 : 0)
    return others > 0 ? 'turn' : 'tick'
  }

  #onOpen(socket: Socket, dialect: Dialect): void {
    if (this.#state !== 'connecting') return
    this.#socket = socket
    this.#state = 'ready'
    this.#now = clock.now()
    this.#pipeline.startWork(dialect)
    this.#options.owner.onReady(this)
    this.#write()
  }

  /**
   * Has the time-out of the calls of this tick begin, at its end: what the caller does in it does not count.
   */
  #startClock(): void {
    if (!this.#pipeline.hasNew) return
    this.#now = clock.now()
    const due = this.#pipeline.startClock(this.#now + this.#options.limits.timeout)
    if (this.#deadlineAlarm.at > due) this.#deadlineAlarm.set(due)
  }

  #write(): void {
    const socket = this.#socket
    if (socket === undefined) return
    this.#startClock()
    for (let writes = 0; writes < MOST_WRITES; writes++) {
      // Then `#onWritten` goes on.
      if (!this.#pipeline.isWaiting || socket.writableLength > 0) return
      if (!this.#pipeline.isAwaiting) this.#liveness.noteDue(this.#now)
      const bytes = this.#pipeline.next()
      if (bytes.length === 0) return
      socket.write(bytes)
      // Most often the system has taken it already; to be told when it has costs as much as another write.
      if (socket.writableLength > 0) socket.write(NOTHING, this.#onWritten)
    }
    if (!this.#flusher.isDue) this.#flusher.soon('turn')
  }

  #onRead(count: number): void {
    this.#liveness.noteRead(clock.now())
    try {
      this.#pipeline.read(count)
    } catch (cause) {
      this.#onNonsense(cause)
      return
    }
    if (this.#state === 'stalled') this.#recover()
    else if (!this.#hasServed && this.#state === 'ready') this.#noteServed()
    if (this.#pipeline.isIdle) this.#setBusy(false)
  }

  #onNonsense(cause: unknown): void {
    if (this.#state === 'connecting') this.#opening.refuseNonsense(cause)
    else this.#lose({ code: 'protocol', message: reasonOf(cause), cause })
  }

  #noteServed(): void {
    this.#hasServed = true
    this.#options.owner.onServed(this)
  }

  #checkDeadlines(lateness: Milliseconds, now: Milliseconds): void {
    const { timeout } = this.#options.limits
    if (this.#liveness.excuse(lateness, this.#isHeldUp(now - lateness))) {
      // The loop may have been held for most of the time-out before, too, and a call may have been sent only
      // now.
      this.#pipeline.postpone(lateness + timeout)
    }
    const next = this.#pipeline.expire(now)
    const isDue = this.#state === 'ready' && this.#pipeline.isAwaiting
    const stallsAt = isDue ? this.#liveness.aliveAt + timeout : Infinity
    if (stallsAt <= now) {
      this.#stall()
      return
    }
    if (next === Infinity && !this.#pipeline.hasNew) this.#setBusy(false)
    const at = Math.min(next, stallsAt)
    if (at < this.#deadlineAlarm.at) this.#deadlineAlarm.set(at)
  }

  /** Whether commands have not been sent yet, or something has been read since `dueAt`. */
  #isHeldUp(dueAt: Milliseconds): boolean {
    if (this.#socket === undefined || this.#state !== 'ready') return false
    return this.#pipeline.isWaiting || this.#socket.writableLength > 0 || this.#liveness.aliveAt > dueAt
  }

  #stall(): void {
    this.#state = 'stalled'
    this.#setBusy(false)
    const { timeout } = this.#options.limits
    const message = `the server has been silent for ${timeout} ms; whether it carries the call out is unknown`
    this.#pipeline.fail({ code: 'timeout', message })
    this.#options.owner.onStall(this)
  }

  #recover(): void {
    this.#state = 'ready'
    this.#now = clock.now()
    this.#options.owner.onRecovery(this)
    this.#write()
  }

  /** Keeps the process alive, or does not. */
  #setBusy(isBusy: boolean): void {
    if (isBusy !== this.#isBusy) this.#options.activity.busyConnections += isBusy ? 1 : -1
    this.#isBusy = isBusy
    this.#deadlineAlarm.keepsAlive = isBusy
  }
}
