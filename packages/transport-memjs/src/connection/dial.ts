import { isIP } from 'node:net'
import { reasonOf } from '@lmc/transport'
import type { ServerAddress } from '../server-address.ts'
import { type LookedUp, lookUp } from './look-up.ts'
import { MemjsSocket, type MemjsSocketSettings } from './memjs-socket.ts'
import { PatientTimer } from './patient-timer.ts'
import type { Setback } from './setback.ts'

/** Whoever dials; is told one of these, once. */
export interface DialOwner {
  /** The owner calls `useBy` of the socket before it returns. */
  readonly onReady: (socket: MemjsSocket, address: string) => void
  readonly onFailed: (setback: Setback) => void
}

/**
 * One attempt to connect to a server: looks its name up, and tries its addresses one after the other. The look-up and each address are
 * given the time-out for connecting.
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

  /** How far it has come, for a message about a call that waits for it. */
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

  /** Gives the attempt up; no event follows. */
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
        // Another address is the same server, and would say the same.
        if (setback.obstacle === 'unwelcome') this.#untried = []
        this.#tryNext()
      },
    })
    this.#socket = socket
  }
}

/** One setback for all addresses. Only where each of them refuses, the server counts as refusing. */
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
