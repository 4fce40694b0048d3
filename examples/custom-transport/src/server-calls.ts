import {
  type CallOptions,
  isTransportError,
  type Milliseconds,
  reasonOf,
  settleWithin,
  TransportError,
} from '@lmc/transport'
import { Dropped } from './dropped.ts'
import { RawMemcached } from './raw-memcached.ts'

/** How many calls may be in flight. */
const MOST_CALLS = 50_000
const MOST_CHARACTERS = 32 * 2 ** 20

/**
 * Calls to one server, as the contract asks: they settle in time and fail with a `TransportError`, and
 * `close` waits for them.
 */
export class ServerCalls {
  readonly #server: string
  readonly #timeout: Milliseconds
  readonly #client: RawMemcached
  readonly #inFlight = new Set<Promise<unknown>>()
  #charactersInFlight = 0
  #isClosed = false

  constructor(server: string, timeout: Milliseconds) {
    this.#server = server
    this.#timeout = timeout
    this.#client = new RawMemcached(server, timeout)
  }

  /**
   * Resolves to the lines of the server's reply to `text`.
   *
   * @param command the method of the contract, for errors.
   * @throws {TransportError} any code.
   */
  async ask(command: string, text: string, options?: CallOptions): Promise<string[]> {
    const name = { server: this.#server, command }
    if (this.#isClosed) throw new TransportError('closed', 'the transport was closed', name)
    this.assertRoom(command, text.length)
    const start = async (): Promise<string[]> => {
      const lines = await this.#client.ask(text).catch((cause: unknown) => {
        const code = cause instanceof Dropped ? cause.code : 'connection'
        throw new TransportError(code, `the connection failed: ${reasonOf(cause)}`, { ...name, cause })
      })
      const [line = ''] = lines
      if (line === 'SERVER_ERROR object too large for cache')
        throw new TransportError('value-too-large', line, name)
      if (/^((CLIENT|SERVER)_)?ERROR\b/.test(line)) throw new TransportError('server', line, name)
      return lines
    }
    const call = settleWithin(this.#timeout, start, name, options)
    this.#inFlight.add(call)
    this.#charactersInFlight += text.length
    try {
      return await call
    } catch (error) {
      // The reply may still come, and later replies would belong to other calls.
      if (isTransportError(error) && error.code === 'timeout') this.#client.drop(new Dropped(error.code))
      throw error
    } finally {
      this.#inFlight.delete(call)
      this.#charactersInFlight -= text.length
    }
  }

  /** @throws {TransportError} `overloaded` when too much is in flight already. */
  assertRoom(command: string, characters: number): void {
    if (this.#inFlight.size < MOST_CALLS && this.#charactersInFlight + characters <= MOST_CHARACTERS) return
    const name = { server: this.#server, command }
    throw new TransportError('overloaded', 'too much is in flight; nothing was sent', name)
  }

  async close(): Promise<void> {
    this.#isClosed = true
    await Promise.allSettled(this.#inFlight)
    this.#client.end()
  }
}
