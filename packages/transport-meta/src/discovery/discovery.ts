import { clock, type Milliseconds, TransportError } from '@lmc/transport'
import { createClusterCall } from './cluster.ts'
import type { ServerLink } from '../servers/server-link.ts'

export interface DiscoveryOptions {
  /** The way to the configuration endpoint; closed with this. */
  readonly link: ServerLink
  /** How often it is asked once it has answered. */
  readonly interval: Milliseconds
  /** Is given the addresses of the servers, the first time and whenever they have changed. */
  readonly onServers: (addresses: readonly string[]) => void
}

/**
 * Asks a configuration endpoint for the servers of its cluster, and asks again at times. When that fails, the
 * last answer holds.
 */
export class Discovery {
  readonly #options: DiscoveryOptions
  #attempt: Promise<void> | undefined
  #version: number | undefined
  #timer: NodeJS.Timeout | undefined
  #isClosed = false

  constructor(options: DiscoveryOptions) {
    this.#options = options
  }

  /** Whether the servers are known. */
  get isDone(): boolean {
    return this.#version !== undefined
  }

  /** Resolves when the servers are known; rejects as the attempt that is under way does, or a new one. */
  async done(): Promise<void> {
    if (this.isDone) return
    this.#attempt ??= this.#ask().finally(() => (this.#attempt = undefined))
    await this.#attempt
  }

  async close(): Promise<void> {
    this.#isClosed = true
    clock.clearTimeout(this.#timer)
    await this.#options.link.close()
  }

  async #ask(): Promise<void> {
    const { version, addresses } = await this.#options.link.submit(createClusterCall())
    if (this.#isClosed) return
    if (version !== this.#version) this.#use(addresses)
    this.#version = version
    this.#askLater()
  }

  #use(addresses: readonly string[]): void {
    try {
      this.#options.onServers(addresses)
    } catch (cause) {
      const { name: server } = this.#options.link.server
      const message = 'the servers that it names cannot be used'
      throw new TransportError('protocol', message, { server, command: 'discovery', cause })
    }
  }

  #askLater(): void {
    this.#timer = clock
      .setTimeout(() => {
        // The next time is as good; until then the servers are those that were there.
        this.#ask().catch(() => this.#askLater())
      }, this.#options.interval)
      .unref()
  }
}
