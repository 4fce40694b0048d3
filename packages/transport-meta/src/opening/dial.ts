import { clock, type Milliseconds, reasonOf } from '@lmc/transport'
import { isIP, type Socket } from 'node:net'
import type { Failure } from '../connection/failure.ts'
import { lookUp } from './look-up.ts'
import { openSocket } from './open-socket.ts'
import type { Peer } from '../servers/server.ts'

interface DialListener {
  /** What is read goes there, again and again. */
  readonly window: Uint8Array
  /** So many bytes have been read into `window`. */
  onRead(count: number): void
  /** The next address is tried, which has a time-out of its own. */
  onAttempt(): void
  /** The server can be written to. */
  onOpen(socket: Socket): void
  /** There is no connection to any address, or the one that was open is gone. */
  onLoss(failure: Failure): void
}

export interface DialOptions {
  readonly server: Peer
  /** The time that an address is given. */
  readonly connectTimeout: Milliseconds
  /** The address to try first, if the server's name still has it. */
  readonly favourite: string | undefined
  readonly listener: DialListener
}

/**
 * After so long, or half of the connect time-out, the next address is tried beside the one that has not
 * answered.
 */
const PATIENCE: Milliseconds = 250

/**
 * How long a connection may be silent before the system asks whether the other side is still there, in
 * milliseconds.
 */
const KEEP_ALIVE_DELAY = 30_000

/** By these codes a host says that nothing listens there. */
const REFUSALS: ReadonlySet<unknown> = new Set(['ECONNREFUSED', 'ENOENT'])

/**
 * By these codes a connection breaks; any other during a TLS handshake says that one side does not accept the
 * other.
 */
const BREAKS: ReadonlySet<unknown> = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT'])

/**
 * Opens a connection to a server: looks its name up, and tries the addresses one after the other until one of
 * them answers.
 */
export class Dial {
  readonly #options: DialOptions
  readonly #sockets: Set<Socket> = new Set()
  /** Those that have not been tried. */
  #addresses: (string | undefined)[] = []
  readonly #errors: Error[] = []
  #address: string | undefined
  #patience: NodeJS.Timeout | undefined
  #step: 'look-up' | 'connecting' | 'connected' | 'open' | 'over' = 'look-up'
  #isRejected = false

  constructor(options: DialOptions) {
    this.#options = options
    const { endpoint } = options.server
    if ('path' in endpoint) this.#useAddresses([undefined])
    else if (isIP(endpoint.host) !== 0) this.#useAddresses([endpoint.host])
    else void this.#lookUp(endpoint.host)
  }

  /** The address that has answered. */
  get address(): string | undefined {
    return this.#address
  }

  /** What has not come within the time-out, for errors. */
  describeDelay(): string {
    const { connectTimeout } = this.#options
    if (this.#step === 'look-up') return `the look-up of its name has not ended within ${connectTimeout} ms`
    if (this.#step === 'connecting') return `no connection within ${connectTimeout} ms`
    const lacking = this.#step === 'open' ? 'answer' : 'answer the TLS handshake'
    const question = this.#step === 'open' && this.#options.server.tls === undefined ? 'want' : 'speak'
    return (
      `it connected and did not ${lacking} within ${connectTimeout} ms: does it ${question} TLS, or is ` +
      'it no memcached?'
    )
  }

  /** Gives everything up. */
  stop(): void {
    this.#step = 'over'
    clock.clearTimeout(this.#patience)
    for (const socket of this.#sockets) socket.destroy()
  }

  async #lookUp(host: string): Promise<void> {
    const { server, favourite } = this.#options
    try {
      const addresses = await lookUp(host, server.tls?.lookup)
      const isFavourite = (address: string): boolean => address === favourite
      this.#useAddresses([
        ...addresses.filter(isFavourite),
        ...addresses.filter((address) => !isFavourite(address)),
      ])
    } catch (cause) {
      if (this.#step === 'look-up')
        this.#lose({ code: 'connection', message: reasonOf(cause), cause, retry: 'later' })
    }
  }

  #useAddresses(addresses: (string | undefined)[]): void {
    if (this.#step !== 'look-up') return
    this.#step = 'connecting'
    this.#addresses = addresses
    this.#tryNext()
  }

  #tryNext(): void {
    clock.clearTimeout(this.#patience)
    if (this.#addresses.length === 0) return
    const { listener, connectTimeout } = this.#options
    this.#try(this.#addresses.shift())
    listener.onAttempt()
    if (this.#addresses.length === 0) return
    const patience = Math.min(PATIENCE, connectTimeout / 2)
    this.#patience = clock.setTimeout(() => this.#tryNext(), patience).unref()
  }

  #try(address: string | undefined): void {
    const { server, listener } = this.#options
    const isSecure = server.tls !== undefined
    const callback = (count: number): boolean => {
      listener.onRead(count)
      return true
    }
    let socket: Socket
    try {
      socket = openSocket(server, address, { buffer: listener.window, callback })
    } catch (cause) {
      // Node.js throws when it dislikes an option for TLS.
      clock.nextTick(() =>
        this.#lose({ code: 'connection', message: reasonOf(cause), cause, retry: 'later' }),
      )
      return
    }
    let isConnected = false
    this.#sockets.add(socket)
    socket.unref()
    socket.once('connect', () => {
      isConnected = true
      if (this.#step === 'connecting') this.#step = 'connected'
    })
    socket.once(isSecure ? 'secureConnect' : 'connect', () => this.#open(socket, address))
    socket.on('error', (error: Error) => {
      if (isSecure && isConnected && !BREAKS.has(codeOf(error))) this.#isRejected = true
      this.#onGone(socket, error)
    })
    socket.on('end', () => this.#onGone(socket))
    socket.on('close', () => this.#onGone(socket))
  }

  #open(socket: Socket, address: string | undefined): void {
    if (this.#step === 'open' || this.#step === 'over') return
    this.#step = 'open'
    this.#address = address
    clock.clearTimeout(this.#patience)
    this.#sockets.delete(socket)
    for (const other of this.#sockets) other.destroy()
    this.#sockets.clear()
    this.#sockets.add(socket)
    socket.setNoDelay(true)
    socket.setKeepAlive(true, KEEP_ALIVE_DELAY)
    this.#options.listener.onOpen(socket)
  }

  /** @param error why; absent when the server has closed the connection in an orderly way. */
  #onGone(socket: Socket, error?: Error): void {
    if (!this.#sockets.delete(socket)) return
    socket.destroy()
    if (this.#step === 'open') {
      this.#lose(lossBy(error))
      return
    }
    this.#errors.push(error ?? new Error('the server closed the connection before it answered'))
    if (this.#addresses.length > 0) this.#tryNext()
    else if (this.#sockets.size === 0) this.#lose(this.#failure())
  }

  /** Why none of the addresses can be used. */
  #failure(): Failure {
    const [first, ...others] = this.#errors
    const cause = others.length === 0 ? first : new AggregateError(this.#errors)
    const isRefused = this.#errors.every((error) => REFUSALS.has(codeOf(error)))
    const message = [...new Set(this.#errors.map(describe))].join('; ')
    const retry = this.#isRejected ? 'later' : isRefused ? 'at once' : 'soon'
    return { code: 'connection', message, cause, retry }
  }

  #lose(failure: Failure): void {
    if (this.#step === 'over') return
    this.stop()
    this.#options.listener.onLoss(failure)
  }
}

function lossBy(error: Error | undefined): Failure {
  if (error === undefined)
    return { code: 'connection', message: 'the server closed the connection', isPolite: true }
  // The system says EPIPE, and not ECONNRESET, where the server had closed the connection before it got what
  // we wrote.
  return { code: 'connection', message: reasonOf(error), cause: error, isPolite: codeOf(error) === 'EPIPE' }
}

/** OpenSSL says in one line where in its code an error was found; `reason` is what of it concerns us. */
function describe(error: Error): string {
  if (!('reason' in error) || typeof error.reason !== 'string' || 'cert' in error) return reasonOf(error)
  const hint = /wrong version number/i.test(error.reason) ? ': does it speak TLS?' : ''
  return `TLS: ${error.reason} (${String(codeOf(error))})${hint}`
}

function codeOf(error: Error): unknown {
  return 'code' in error ? error.code : undefined
}
