import { isIP } from 'node:net'
import { reasonOf } from '@lmc/transport'
import type { ServerAddress } from '../server-address.ts'
import { type LookedUp, lookUp } from './look-up.ts'
import { MemjsSocket, type MemjsSocketSettings } from './memjs-socket.ts'
import { PatientTimer } from './patient-timer.ts'
import type { Setback } from './setback.ts'

/** Whoever starts a `Dial`. One of these is called, once. */
export interface DialOwner {
  /** The owner calls `useBy` of the socket before this returns. */
  readonly onReady: (socket: MemjsSocket, address: string) => void
  readonly onFailed: (setback: Setback) => void
}

/**
 * One attempt to connect to a server: looks its name up, and tries its addresses one after the other. The
 * look-up and each address are given the time-out for connecting.
 */
export class Dial {
  readonly #server: ServerAddress
  readonly #settings: MemjsSocketSettings
  readonly #owner: DialOwner
  readonly #setbacks: Setback[] = []
  #untried: string[] = []
  #socket: MemjsSocket | undefined
  #stopLookUp: () => void = () => undefined

  constructor(server: ServerAddress, settings: MemjsSocketSettings, owner: DialOwner) {
    this.#server = server
    this.#settings = settings
    this.#owner = owner
  }

  /** What has not happened yet, for the error of a call that waits: `no connection to 10.0.0.1:11211`. */
  get progress(): string {
    return this.#socket?.progress ?? `the name ${this.#server.host} was not resolved`
  }

  /** @param preferred the address to try before all others, where the server still has it. */
  start(preferred: string | undefined): void {
    const { host } = this.#server
    if (isIP(host) !== 0) {
      this.#untried = [host]
      this.#tryNext()
      return
    }
    const { connectTimeout } = this.#settings
    const patience = new PatientTimer(connectTimeout, () => {
      this.#stopLookUp()
      const message = `${this.progress} within ${connectTimeout} ms`
      this.#owner.onFailed({ code: 'connection', obstacle: 'broken', message })
    })
    const stopWaiting = lookUp(host, (outcome) => {
      patience.stop()
      this.#takeAddresses(outcome, preferred)
    })
    this.#stopLookUp = () => {
      patience.stop()
      stopWaiting()
    }
  }

  /** Gives the attempt up. Nobody is told. */
  cancel(): void {
    this.#stopLookUp()
    this.#socket?.destroy()
  }

  #takeAddresses(outcome: LookedUp, preferred: string | undefined): void {
    if ('error' in outcome) {
      const message = `the name ${this.#server.host} cannot be resolved (${reasonOf(outcome.error)})`
      this.#owner.onFailed({ code: 'connection', obstacle: 'unwelcome', message, cause: outcome.error })
      return
    }
    const { addresses } = outcome
    this.#untried = [...new Set([...addresses.filter((address) => address === preferred), ...addresses])]
    this.#tryNext()
  }

  #tryNext(): void {
    const address = this.#untried.shift()
    if (address === undefined) {
      this.#owner.onFailed(summary(this.#setbacks))
      return
    }
    const socket = new MemjsSocket(address, this.#server.port, this.#settings, {
      onReady: () => this.#owner.onReady(socket, address),
      onFailed: (setback) => {
        this.#setbacks.push(setback)
        // The other addresses belong to the same server, which would refuse there as well.
        if (setback.obstacle === 'unwelcome') this.#untried = []
        this.#tryNext()
      },
    })
    this.#socket = socket
  }
}

/** One setback for all addresses. It is `refused` only when each address refused. */
function summary(setbacks: readonly Setback[]): Setback {
  const [first, ...others] = setbacks
  const last = setbacks.at(-1)
  if (first === undefined || last === undefined) throw new RangeError('A server has no address')
  if (others.length === 0) return first
  const decisive = setbacks.find(({ obstacle }) => obstacle !== 'refused') ?? first
  const { obstacle } = last.obstacle === 'unwelcome' ? last : decisive
  const message = [...new Set(setbacks.map((setback) => setback.message))].join('; ')
  const cause = new AggregateError(
    setbacks.map((setback) => setback.cause ?? new Error(setback.message)),
    message,
  )
  return { code: 'connection', obstacle, message, cause }
}
