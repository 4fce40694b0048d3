import {
  type CallOptions,
  isTransportError,
  type Milliseconds,
  settleWithin,
  TransportError,
} from '@lmc/transport'
import { RawMemcached } from './raw-memcached.ts'

/** How every reply that is no error begins. */
const REPLY = /^(STORED|NOT_STORED|EXISTS|NOT_FOUND|DELETED|TOUCHED|OK|END|VALUE|STAT|VA|NF)\b/

/** Calls to one server as the contract wants them: settled in time, failing with `TransportError`s, waited for by `close`. */
export class ServerCalls {
  readonly #server: string
  readonly #timeout: Milliseconds
  readonly #client: RawMemcached
  readonly #inFlight = new Set<Promise<unknown>>()
  #isClosed = false

  constructor(server: string, timeout: Milliseconds) {
    this.#server = server
    this.#timeout = timeout
    this.#client = new RawMemcached(server, timeout)
  }

  /**
   * Resolves to the lines of the server's reply to `text`.
   *
   * @param command the method of the contract that it is for.
   * @throws {TransportError} any code but `overloaded`.
   */
  async ask(command: string, text: string, options?: CallOptions): Promise<string[]> {
    const name = { server: this.#server, command }
    if (this.#isClosed) throw new TransportError('closed', 'the transport was closed', name)
    const start = async (): Promise<string[]> => {
      const lines = await this.#client.ask(text).catch((cause: unknown) => {
        throw new TransportError('connection', 'the connection failed', { ...name, cause })
      })
      const [line = ''] = lines
      if (REPLY.test(line)) return lines
      if (line === 'SERVER_ERROR object too large for cache')
        throw new TransportError('value-too-large', line, name)
      if (/^((CLIENT|SERVER)_)?ERROR\b/.test(line)) throw new TransportError('server', line, name)
      throw new TransportError('protocol', 'the reply is none of memcached', name)
    }
    const call = settleWithin(this.#timeout, start, name, options)
    this.#inFlight.add(call)
    try {
      return await call
    } catch (error) {
      // Behind a reply that is missing or makes no sense, none is sure to be its call's own.
      if (isTransportError(error) && (error.code === 'timeout' || error.code === 'protocol'))
        this.#client.drop()
      throw error
    } finally {
      this.#inFlight.delete(call)
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true
    await Promise.allSettled(this.#inFlight)
    this.#client.end()
  }
}
