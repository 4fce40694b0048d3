import type { CallOptions } from '@lmc/transport'
import { toFlushCall } from './calls/flush-call.ts'
import type { ServerLink } from './server-link.ts'

/**
 * Flushes one server. Some proxies hang up on a flush, which fails all calls that are in flight by the same connection. So once a flush has
 * lost its connection, the next ones go by a connection of their own, until one has succeeded.
 */
export class ServerFlush {
  readonly #shared: ServerLink
  #own: ServerLink | undefined

  /** @param shared the link that all other calls go by. */
  constructor(shared: ServerLink) {
    this.#shared = shared
  }

  /** @throws {TransportError | unknown} as `call` of the link does. */
  async run(options?: CallOptions): Promise<void> {
    const link = this.#own ?? this.#shared
    await link.call(
      toFlushCall(() => (this.#own ??= this.#shared.fork())),
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
