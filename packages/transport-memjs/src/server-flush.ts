import type { CallOptions, Traffic } from '@lmc/transport'
import { toFlushCall } from './calls/flush-call.ts'
import type { ServerLink } from './server-link.ts'

/**
 * Flushes one server. Some proxies hang up on a flush, and all calls in flight on that connection fail. So
 * after a flush has lost its connection, later flushes use a connection of their own, until one of them
 * succeeds.
 */
export class ServerFlush {
  readonly #shared: ServerLink
  #own: ServerLink | undefined

  /** @param shared the link that all other calls use. */
  constructor(shared: ServerLink) {
    this.#shared = shared
  }

  /** The link that all other calls use. */
  get link(): ServerLink {
    return this.#shared
  }

  /** @throws {TransportError | unknown} as `call` of the link does. */
  async run(options?: CallOptions, traffic?: Traffic): Promise<void> {
    const link = this.#own ?? this.#shared
    await link.call(
      toFlushCall(() => (this.#own ??= this.#shared.fork()), traffic),
      options,
    )
    if (link !== this.#own) return
    this.#own = undefined
    await link.close()
  }

  async close(): Promise<void> {
    await this.#own?.close()
  }
}
