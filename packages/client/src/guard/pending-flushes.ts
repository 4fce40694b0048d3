import { clock, isTransportError, reasonOf, type Transport } from '@lmc/transport'
import { setBackgroundTimer } from './background-timer.ts'
import { PendingFlush } from './pending-flush.ts'

const CLOSED = 'the client was closed'

export interface PendingFlushesOptions {
  readonly transport: Transport
  /** How many servers are remembered; 0: none. */
  readonly limit: number
  /** Called with the servers that were given up without a successful retry. */
  readonly onLost: (servers: readonly string[], why: string) => void
}

/**
 * The servers that could not be flushed. Each flush is retried after growing pauses, until it succeeds or the
 * server refuses it. Until then the keys of the server are deleted one by one before they are read. So no
 * call waits for the flush, and values that were stored since can be read.
 */
export class PendingFlushes {
  readonly #options: PendingFlushesOptions
  readonly #pending = new Map<string, PendingFlush>()
  #timer: NodeJS.Timeout | undefined
  #isClosed = false

  constructor(options: PendingFlushesOptions) {
    this.#options = options
  }

  get size(): number {
    return this.#pending.size
  }

  /** Remembers a flush of a server that has failed. */
  add(server: string): void {
    const { limit, onLost } = this.#options
    if (limit === 0) return
    if (this.#isClosed) return onLost([server], CLOSED)
    this.#pending.delete(server)
    this.#pending.set(server, new PendingFlush())
    if (this.#pending.size > limit) {
      const [oldest] = this.#pending.keys()
      this.#pending.delete(oldest as string)
      onLost([oldest as string], `there are more than ${limit}`)
    }
    this.#retryLater()
  }

  /** The flushes that are pending now, by their servers. */
  snapshot(): ReadonlyMap<string, PendingFlush> {
    return new Map(this.#pending)
  }

  /** Forgets the failure of a server, unless it has failed again since. */
  settle(server: string, flush: PendingFlush | undefined): void {
    if (flush !== undefined && this.#pending.get(server) === flush) this.#pending.delete(server)
  }

  /** The pending flushes that concern the key. A flush of a server that is gone concerns all keys. */
  of(key: string): PendingFlush[] {
    if (this.#pending.size === 0) return []
    const own = this.#options.transport.serverOf(key)
    const { servers } = this.#options.transport
    const all = [...this.#pending].filter(([server]) => server === own || !servers.includes(server))
    return all.map(([, flush]) => flush)
  }

  /**
   * Tries the flush of the key's server if that is worth a try. The next command to the server arrives after
   * the flush.
   */
  tryBefore(key: string): void {
    const own = this.#options.transport.serverOf(key)
    const flush = this.#pending.get(own)
    if (flush?.isWorthATry === true) void this.#attempt(own, flush)
  }

  /** Tries each flush once more, gives up those that fail, and remembers none from now on. */
  async close(): Promise<void> {
    clock.clearTimeout(this.#timer)
    await Promise.all(Array.from(this.#pending, ([server, flush]) => this.#attempt(server, flush)))
    clock.clearTimeout(this.#timer)
    this.#isClosed = true
    const lost = [...this.#pending.keys()]
    this.#pending.clear()
    if (lost.length > 0) this.#options.onLost(lost, CLOSED)
  }

  /** Resolves when the try has succeeded or failed. */
  #attempt(server: string, flush: PendingFlush): Promise<void> {
    flush.attempt ??= this.#flush(server).then(
      () => {
        flush.attempt = undefined
        this.settle(server, flush)
      },
      (error: unknown) => {
        flush.attempt = undefined
        if (!isRefusal(error)) return flush.postpone()
        this.settle(server, flush)
        this.#options.onLost([server], reasonOf(error))
      },
    )
    return flush.attempt
  }

  async #flush(server: string): Promise<void> {
    const { transport } = this.#options
    // When the list of servers has changed, for example after a discovery, all present servers are flushed.
    const isOneOfSeveral = transport.servers.length > 1 && transport.servers.includes(server)
    await transport.flush(isOneOfSeveral ? { server } : {})
  }

  #retryLater(): void {
    if (this.#timer !== undefined || this.#pending.size === 0 || this.#isClosed) return
    const wait = Math.min(...Array.from(this.#pending.values(), (flush) => flush.wait))
    this.#timer = setBackgroundTimer(
      () => {
        const due = [...this.#pending].filter(([, flush]) => flush.wait === 0)
        void Promise.all(due.map(([server, flush]) => this.#attempt(server, flush))).then(() => {
          this.#timer = undefined
          this.#retryLater()
        })
      },
      Math.max(1, wait),
    )
  }
}

/** Whether the server refuses to flush. It would refuse again. */
export function isRefusal(error: unknown): boolean {
  return isTransportError(error) && error.code === 'server'
}
