import { type CallOptions, clock, type Milliseconds, TransportError, watchAbort } from '@lmc/transport'
import { Backoff } from './backoff.ts'
import type { Call } from './calls/call.ts'
import { Connection } from './connection/connection.ts'
import { Deadlines } from './connection/deadlines.ts'
import { Dial } from './connection/dial.ts'
import { Exchange } from './connection/exchange.ts'
import { Fifo } from './connection/fifo.ts'
import type { MemjsSocket, MemjsSocketSettings } from './connection/memjs-socket.ts'
import type { Setback } from './connection/setback.ts'
import type { Failure } from './failure.ts'
import type { ServerAddress } from './server-address.ts'
import { lengthOfRequests } from './wire/request.ts'

/** Unless it is the only one, no call is taken that would make it more than this in flight. */
const MOST_CALLS_IN_FLIGHT = 131_072
const MOST_BYTES_IN_FLIGHT = 64 * 1024 * 1024

/** The longest pause between attempts to connect: after an answer that will not change soon, and after any other failure. */
const LONGEST_PAUSE_IF_UNWELCOME: Milliseconds = 4000
const LONGEST_PAUSE: Milliseconds = 80

export interface ServerLinkSettings extends MemjsSocketSettings {
  readonly address: ServerAddress
  /** How long a call may take. */
  readonly timeout: Milliseconds
  /** The opaque of the first request; absent: 0. */
  readonly firstOpaque?: number
}

/** The way to one server: connects when there is something to send, and anew after each fault. */
export class ServerLink {
  /** As in the transport's `servers`. */
  readonly name: string
  readonly #settings: ServerLinkSettings
  readonly #deadlines: Deadlines
  readonly #backoff = new Backoff()
  /** What is to be sent once there is a connection. */
  readonly #waiting = new Fifo<Exchange>()
  #dial: Dial | undefined
  #redial: NodeJS.Timeout | undefined
  #connection: Connection | undefined
  /** The last address that has answered. */
  #address: string | undefined
  /** Whether the last connection was given up as silent: the next one may be heard, and calls wait for it. */
  #isDoubtful = false
  /** Why there is no connection, as far as that is known. */
  #failure: Failure = { code: 'connection', message: 'there was no connection' }
  #nextOpaque: number
  #callsInFlight = 0
  #bytesInFlight = 0
  #unsettledCalls = 0
  #onAllSettled: (() => void) | undefined

  constructor(settings: ServerLinkSettings) {
    this.name = settings.address.name
    this.#settings = settings
    this.#deadlines = new Deadlines(settings.timeout, (exchange) => this.#expire(exchange))
    this.#nextOpaque = settings.firstOpaque ?? 0
  }

  /** How long a call may take. */
  get timeout(): Milliseconds {
    return this.#settings.timeout
  }

  /**
   * Sends the call and resolves to its result.
   *
   * @throws {TransportError} of any code but `closed`.
   * @throws the signal's reason.
   */
  async call<Result>(call: Call<Result>, { signal }: CallOptions = {}): Promise<Result> {
    let exchange: Exchange | undefined
    const unwatch = watchAbort(signal, (reason) => exchange?.giveUp(reason))
    try {
      return await this.during(
        () =>
          new Promise<Result>((resolve, reject) => {
            exchange = this.#start(call, () => resolve(call.result()), reject)
          }),
      )
    } finally {
      unwatch()
    }
  }

  /** Does something of several calls; `close` waits until it has settled. */
  async during<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#unsettledCalls++ === 0) this.#deadlines.keepsAlive = true
    try {
      return await work()
    } finally {
      if (--this.#unsettledCalls === 0) {
        this.#deadlines.keepsAlive = false
        this.#onAllSettled?.()
      }
    }
  }

  /** A link of its own to the same server. */
  fork(): ServerLink {
    return new ServerLink(this.#settings)
  }

  /** Resolves when all calls have settled and the connection is gone. No call may be made any more. */
  async close(): Promise<void> {
    if (this.#unsettledCalls > 0) {
      await new Promise<void>((resolve) => {
        this.#onAllSettled = resolve
      })
    }
    clock.clearTimeout(this.#redial)
    this.#dial?.cancel()
    this.#connection?.drop({ code: 'closed', message: 'the transport was closed' })
    this.#deadlines.stop()
  }

  #start(call: Call<unknown>, onComplete: () => void, onFailed: (reason: unknown) => void): Exchange {
    const bytes = lengthOfRequests(call.requests)
    this.#assertRoom(call.command, bytes)
    const context = { server: this.name, opaque: this.#nextOpaque, deadline: this.#deadlines.next() }
    const onEnd = (): void => {
      this.#callsInFlight--
      this.#bytesInFlight -= bytes
    }
    const exchange = new Exchange(call, context, { onComplete, onFailed, onEnd })
    this.#nextOpaque = (this.#nextOpaque + call.requests.length) >>> 0
    this.#callsInFlight++
    this.#bytesInFlight += bytes
    this.#deadlines.watch(exchange)
    this.#send(exchange)
    return exchange
  }

  #assertRoom(command: string, bytes: number): void {
    if (this.#callsInFlight === 0) return
    if (this.#callsInFlight < MOST_CALLS_IN_FLIGHT && this.#bytesInFlight + bytes <= MOST_BYTES_IN_FLIGHT)
      return
    const message = `${this.#callsInFlight} calls of ${this.#bytesInFlight} bytes are in flight already; nothing was sent`
    throw new TransportError('overloaded', message, { server: this.name, command })
  }

  #send(exchange: Exchange): void {
    if (exchange.isSettled) exchange.end()
    else if (this.#connection) this.#connection.send(exchange)
    else if (this.#dial || this.#redial) this.#waiting.push(exchange)
    // In the next turn, or a caller who tries again at once would keep all others from theirs.
    else if (this.#backoff.left > 0) clock.setImmediate(() => exchange.fail(this.#failure))
    else {
      this.#waiting.push(exchange)
      this.#connect()
    }
  }

  #connect(): void {
    const { address } = this.#settings
    this.#dial = new Dial(address, this.#settings, {
      onReady: (socket, ip) => this.#use(socket, ip),
      onFailed: (setback) => this.#onDialFailed(setback),
    })
    this.#dial.start(this.#address)
  }

  #use(socket: MemjsSocket, address: string): void {
    this.#dial = undefined
    this.#address = address
    this.#isDoubtful = false
    const connection = new Connection(socket, (failure, unsent) => {
      this.#connection = undefined
      this.#failure = { ...failure, code: 'connection' }
      if (connection.hasAnswered) this.#backoff.reset()
      else if (failure.code !== 'timeout') this.#backoff.pause(LONGEST_PAUSE)
      for (const exchange of unsent) this.#send(exchange)
    })
    this.#connection = connection
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) this.#send(next)
  }

  #onDialFailed(setback: Setback): void {
    this.#dial = undefined
    this.#failure = setback
    const { obstacle } = setback
    // Where nothing listens, the next call tries at once.
    if (obstacle === 'refused') this.#backoff.reset()
    else this.#backoff.pause(obstacle === 'unwelcome' ? LONGEST_PAUSE_IF_UNWELCOME : LONGEST_PAUSE)
    if (obstacle === 'silent' && this.#isDoubtful && this.#dropSettled()) {
      this.#redial = clock.setTimeout(() => this.#connectAgain(), this.#backoff.left).unref()
      return
    }
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) next.fail(setback)
  }

  #connectAgain(): void {
    this.#redial = undefined
    if (this.#dropSettled()) this.#connect()
  }

  /** Lets go of those that have failed while they waited, and returns whether any is left. */
  #dropSettled(): boolean {
    while (this.#waiting.first?.isSettled) this.#waiting.shift()?.end()
    return this.#waiting.first !== undefined
  }

  /**
   * A late reply is skipped when it comes. Where none comes to anything, the connection may be dead, and goes. But the server may
   * be only frozen, and still hold what was sent: unless it answers first, a new connection's requests could overtake that.
   */
  #expire(exchange: Exchange): void {
    const { timeout } = this.#settings
    exchange.expire(timeout, this.#dial?.progress ?? (this.#redial && this.#failure.message))
    this.#dropSettled()
    if (!this.#connection?.isSilentSince(exchange)) return
    this.#isDoubtful = true
    this.#connection.drop({ code: 'timeout', message: `no answer to anything within ${timeout} ms` })
  }
}
