import { isIP } from 'node:net'
import { reasonOf } from '@lmc/transport'
import type { ServerAddress } from '../server-address.ts'
import { type LookedUp, lookUp } from './look-up.ts'
import type { CredentialsSource } from '../memjs-transport-options.ts'
import { askCredentials, type Credentials, type SourceError } from './ask-credentials.ts'
import { MemjsSocket, type MemjsSocketSettings } from '../connection/memjs-socket.ts'
import { PatientTimer } from '../connection/patient-timer.ts'
import type { Setback } from '../connection/setback.ts'

/** How to connect, each time. */
export interface DialSettings extends Omit<MemjsSocketSettings, 'credentials'> {
  readonly credentials: CredentialsSource | undefined
}

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
  readonly #settings: DialSettings
  readonly #owner: DialOwner
  readonly #setbacks: Setback[] = []
  #untried: string[] = []
  #credentials: Credentials | undefined
  #socket: MemjsSocket | undefined
  #step: 'asking' | 'looking-up' = 'looking-up'
  /** Gives up what the dial waits for before there is a socket. */
  #stopWaiting: () => void = () => undefined

  constructor(server: ServerAddress, settings: DialSettings, owner: DialOwner) {
    this.#server = server
    this.#settings = settings
    this.#owner = owner
  }

  /** What has not happened yet, for the error of a call that waits: `no connection to 10.0.0.1:11211`. */
  get progress(): string {
    if (this.#step === 'asking') return 'the username and the password were not given'
    return this.#socket?.progress ?? `the name ${this.#server.host} was not resolved`
  }

  /** @param preferred the address to try before all others, where the server still has it. */
  start(preferred: string | undefined): void {
    const asked = askCredentials(this.#settings.credentials)
    if (asked instanceof Promise) this.#waitFor(asked, preferred)
    else this.#goOn(asked, preferred)
  }

  #waitFor(asked: Promise<Credentials>, preferred: string | undefined): void {
    this.#step = 'asking'
    let isOver = false
    const patience = this.#patience(() => (isOver = true))
    this.#stopWaiting = () => {
      isOver = true
      patience.stop()
    }
    const end = (goOn: () => void): void => {
      if (isOver) return
      this.#stopWaiting()
      goOn()
    }
    asked.then(
      (credentials) => end(() => this.#goOn(credentials, preferred)),
      ({ message, cause }: SourceError) =>
        end(() => this.#owner.onFailed({ code: 'connection', obstacle: 'unwelcome', message, cause })),
    )
  }

  #goOn(credentials: Credentials | undefined, preferred: string | undefined): void {
    this.#step = 'looking-up'
    this.#credentials = credentials
    const { host } = this.#server
    if (isIP(host) !== 0) {
      this.#untried = [host]
      this.#tryNext()
      return
    }
    const patience = this.#patience(() => this.#stopWaiting())
    const stopWaiting = lookUp(host, (outcome) => {
      patience.stop()
      this.#takeAddresses(outcome, preferred)
    })
    this.#stopWaiting = () => {
      patience.stop()
      stopWaiting()
    }
  }

  /** Fails the dial when a step takes longer than the time-out for connecting. */
  #patience(onOver: () => void): PatientTimer {
    const { connectTimeout } = this.#settings
    return new PatientTimer(connectTimeout, () => {
      onOver()
      const message = `${this.progress} within ${connectTimeout} ms`
      this.#owner.onFailed({ code: 'connection', obstacle: 'broken', message })
    })
  }

  /** Gives the attempt up. Nobody is told. */
  cancel(): void {
    this.#stopWaiting()
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
    const settings = { ...this.#settings, credentials: this.#credentials }
    const socket = new MemjsSocket(address, this.#server.port, settings, {
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
