import { type CallOptions, clock, type Milliseconds, TransportError, watchAbort } from '@lmc/transport'
import { Backoff } from './backoff.ts'
import type { Call } from './calls/call.ts'
import { Connection } from './connection/connection.ts'
import { Deadlines } from './connection/deadlines.ts'
import { Dial, type DialSettings } from './opening/dial.ts'
import { Exchange } from './connection/exchange.ts'
import { Fifo } from './connection/fifo.ts'
import type { MemjsSocket } from './connection/memjs-socket.ts'
import type { Setback } from './connection/setback.ts'
import type { Failure } from './failure.ts'
import type { ServerAddress } from './server-address.ts'
import { lengthOfRequests } from './wire/request.ts'

/** A call that would make more than this in flight is refused, unless it is the only call. */
const MOST_CALLS_IN_FLIGHT = 131_072
const MOST_BYTES_IN_FLIGHT = 64 * 1024 * 1024

/** The longest pause after the server has refused us: a wrong password does not become right soon. */
const LONGEST_PAUSE_IF_UNWELCOME: Milliseconds = 4000

/** The longest pause after any other failure, so that a server which is back is used within 100 ms. */
const LONGEST_PAUSE: Milliseconds = 80

export interface ServerLinkSettings extends DialSettings {
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
  /** The calls that wait for a connection. */
  readonly #waiting = new Fifo<Exchange>()
  #dial: Dial | undefined
  #redial: NodeJS.Timeout | undefined
  #connection: Connection | undefined
  /** The last address that has answered. */
  #address: string | undefined
  /**
   * Whether the last connection was given up as silent. Calls then wait through several attempts to connect.
   */
  #isDoubtful = false
  /** Why the last connection, or the last attempt, failed. */
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

  get address(): ServerAddress {
    return this.#settings.address
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

  /** Runs `work`, which makes several calls. `close` waits until it has settled. */
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

  /** Returns a new link to the same server, with a connection of its own. */
  fork(): ServerLink {
    return new ServerLink(this.#settings)
  }

  /** Resolves when all calls have settled and the connection is closed. No call may be made after that. */
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
    const inFlight = `${this.#callsInFlight} calls of ${this.#bytesInFlight} bytes`
    const message = `${inFlight} are in flight already; nothing was sent`
    throw new TransportError('overloaded', message, { server: this.name, command })
  }

  #send(exchange: Exchange): void {
    if (exchange.isSettled) exchange.end()
    else if (this.#connection) this.#connection.send(exchange)
    else if (this.#dial || this.#redial) this.#waiting.push(exchange)
    // In the next turn: a caller that tries again at once would otherwise block the event loop.
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
    // Nothing listens there, and the system said so at once: the next call may try.
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

  /** Drops the waiting calls that have failed meanwhile. Returns whether any call still waits. */
  #dropSettled(): boolean {
    while (this.#waiting.first?.isSettled) this.#waiting.shift()?.end()
    return this.#waiting.first !== undefined
  }

  /**
   * Fails the call; its late reply is skipped. When no reply to any call has come since, the connection may
   * be dead, and is dropped. The server may also be frozen, and carry out what it holds when it wakes up.
   * Each new connection waits for an answer of the server before it sends a call, so that the call does not
   * overtake those.
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
