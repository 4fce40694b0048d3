import { type CallOptions, type Milliseconds, TransportError } from '@lmc/transport'
import type { Call } from './calls/call.ts'
import { Connection } from './connection/connection.ts'
import { Deadlines } from './connection/deadlines.ts'
import { Exchange } from './connection/exchange.ts'
import type { Failure } from './failure.ts'
import type { MemjsSocketSettings } from './connection/memjs-socket.ts'

/** No call is taken while this much, or more, is in flight. */
const MOST_CALLS_IN_FLIGHT = 131_072
const MOST_BYTES_IN_FLIGHT = 64 * 1024 * 1024

export interface ServerLinkSettings extends Omit<MemjsSocketSettings, 'isDoubtful'> {
  /** How long a call may take. */
  readonly timeout: Milliseconds
  /** The opaque of the first request; absent: 0. */
  readonly firstOpaque?: number
}

/** The way to one server: connects when there is something to send, anew after each fault, and sends nothing twice. */
export class ServerLink {
  /** As in the transport's `servers`. */
  readonly name: string
  readonly #settings: ServerLinkSettings
  readonly #deadlines = new Deadlines((exchange) => this.#expire(exchange))
  #connection: Connection | undefined
  #isDoubtful = false
  #nextOpaque: number
  #callsInFlight = 0
  #bytesInFlight = 0
  #unsettledCalls = 0
  #onAllSettled: (() => void) | undefined

  constructor(settings: ServerLinkSettings) {
    this.name = settings.address.name
    this.#settings = settings
    this.#nextOpaque = settings.firstOpaque ?? 0
  }

  /**
   * Sends the call and resolves to its result.
   *
   * @throws {TransportError} of any code but `closed`.
   * @throws the signal's reason.
   */
  async call<Result>(call: Call<Result>, { signal }: CallOptions = {}): Promise<Result> {
    signal?.throwIfAborted()
    this.#assertRoom(call.command)
    let exchange: Exchange | undefined
    const onAbort = (): void => exchange?.giveUp(signal?.reason)
    signal?.addEventListener('abort', onAbort)
    this.#unsettledCalls++
    try {
      return await new Promise<Result>((resolve, reject) => {
        exchange = this.#start(call, () => resolve(call.result()), reject)
      })
    } finally {
      signal?.removeEventListener('abort', onAbort)
      if (--this.#unsettledCalls === 0) this.#onAllSettled?.()
    }
  }

  /** Resolves when all calls have settled and the connection is gone. No call may be made any more. */
  async close(): Promise<void> {
    if (this.#unsettledCalls > 0) {
      await new Promise<void>((resolve) => {
        this.#onAllSettled = resolve
      })
    }
    this.#connection?.drop({ code: 'closed', message: 'the transport was closed' })
    this.#deadlines.stopIfIdle()
  }

  #assertRoom(command: string): void {
    if (this.#callsInFlight < MOST_CALLS_IN_FLIGHT && this.#bytesInFlight < MOST_BYTES_IN_FLIGHT) return
    const message = `${this.#callsInFlight} calls of ${this.#bytesInFlight} bytes are in flight already; nothing was sent`
    throw new TransportError('overloaded', message, { server: this.name, command })
  }

  #start(call: Call<unknown>, onComplete: () => void, onFailed: (reason: unknown) => void): Exchange {
    const context = {
      server: this.name,
      opaque: this.#nextOpaque,
      deadline: performance.now() + this.#settings.timeout,
    }
    const onEnd = (): void => {
      this.#callsInFlight--
      this.#bytesInFlight -= exchange.bytes.length
    }
    const exchange = new Exchange(call, context, { onComplete, onFailed, onEnd })
    this.#nextOpaque = (this.#nextOpaque + call.requests.length) >>> 0
    this.#callsInFlight++
    this.#bytesInFlight += exchange.bytes.length
    this.#deadlines.watch(exchange)
    this.#send(exchange)
    return exchange
  }

  #send(exchange: Exchange): void {
    this.#connection ??= this.#connect()
    this.#connection.send(exchange)
  }

  #connect(): Connection {
    return new Connection(
      { ...this.#settings, isDoubtful: this.#isDoubtful },
      {
        onReady: () => (this.#isDoubtful = false),
        onLost: (failure, unsent) => {
          this.#connection = undefined
          for (const exchange of unsent) this.#sendElsewhere(exchange, failure)
        },
      },
    )
  }

  /** A call that only waited for a silent server waits on, as long as its own time lasts; the next connection may be heard. */
  #sendElsewhere(exchange: Exchange, failure: Failure): void {
    if (exchange.isSettled) exchange.end()
    else if (failure.code === 'timeout') this.#send(exchange)
    else exchange.fail(failure)
  }

  /**
   * A late reply is skipped when it comes. Where none comes to anything, the connection may be dead, and goes. But the server may
   * be only frozen, and still hold what was sent: unless it answers first, a new connection's requests could overtake that.
   */
  #expire(exchange: Exchange): void {
    const { timeout } = this.#settings
    exchange.expire(timeout)
    if (!this.#connection?.isSilentSince(exchange)) return
    this.#isDoubtful = true
    const message = `no answer to anything within ${timeout} ms; the outcome is unknown`
    this.#connection.drop({ code: 'timeout', message })
  }
}
