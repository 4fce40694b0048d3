import { type CallOptions, isTransportError, type Milliseconds } from '@lmc/transport'
import { untilAborted } from './until-aborted.ts'

/** How often the servers are tried, when nobody asks before. */
const RETRY_INTERVAL: Milliseconds = 100

/** So many invalidations are done again at once. */
const PORTION = 500

/** Why one is given up at the end. */
const CLOSED = 'the client was closed'

export interface FailedInvalidationsOptions<Name> {
  /** How many are remembered; 0: none. */
  readonly limit: number
  /** Does an invalidation again. */
  readonly redo: (name: Name) => Promise<unknown>
  /** Is told which are not remembered any more though they have not been made up for. */
  readonly onLost: (names: readonly Name[], why: string) => void
}

/** One that is remembered. */
export interface Failed {
  /** The server that failed; `undefined`: none is known. */
  server: string | undefined
  attempt?: Promise<void> | undefined
}

/**
 * Invalidations that have failed: names of what should have been dropped. They are tried again from time to time until they succeed, and
 * at once when somebody is about to trust what they are of. When there are too many, the oldest are forgotten. It does not keep the
 * process alive.
 */
export class FailedInvalidations<Name> {
  readonly #options: FailedInvalidationsOptions<Name>
  /** The oldest first. */
  readonly #failed = new Map<Name, Failed>()
  #timer: NodeJS.Timeout | undefined
  #isClosed = false

  constructor(options: FailedInvalidationsOptions<Name>) {
    this.#options = options
  }

  get size(): number {
    return this.#failed.size
  }

  /** Remembers an invalidation that has failed, on this server where one is known. */
  add(name: Name, server: string | undefined): void {
    const { limit, onLost } = this.#options
    if (limit === 0) return
    // The call was in flight when the client was closed.
    if (this.#isClosed) return onLost([name], CLOSED)
    this.#failed.delete(name)
    this.#failed.set(name, { server })
    if (this.#failed.size > limit) {
      const [oldest] = this.#failed.keys()
      this.#failed.delete(oldest as Name)
      onLost([oldest as Name], `there are more than ${limit}`)
    }
    this.#tryLater()
  }

  /** What is remembered of a name by now. */
  of(name: Name): Failed | undefined {
    // Even to look for a key in an empty map costs its hash.
    return this.#failed.size === 0 ? undefined : this.#failed.get(name)
  }

  /** Which names are remembered. */
  get names(): Name[] {
    return [...this.#failed.keys()]
  }

  /** Forgets what was remembered when that began which has dropped it now; unless it has failed anew meanwhile. */
  settle(name: Name, failed: Failed | undefined): void {
    if (failed !== undefined && this.#failed.get(name) === failed) this.#failed.delete(name)
  }

  /**
   * Resolves when nothing is remembered of the name: at once, or when the invalidation has been done again.
   *
   * @throws what it fails with once more.
   * @throws the signal's reason; the attempt goes on.
   */
  async makeUpFor(name: Name, { signal }: CallOptions = {}): Promise<void> {
    const failed = this.#failed.get(name)
    if (failed === undefined) return
    failed.attempt ??= this.#redo(name, failed)
    await untilAborted(failed.attempt, signal)
  }

  /** Tries all that is remembered. Resolves when they have succeeded or failed. */
  async makeUpForAll(): Promise<void> {
    const byServer = new Map<string | undefined, Name[]>()
    for (const [name, { server }] of this.#failed) {
      const names = byServer.get(server)
      if (names === undefined) byServer.set(server, [name])
      else names.push(name)
    }
    await Promise.all(Array.from(byServer.values(), (names) => this.#tryServer(names)))
  }

  /** Tries for the last time, and gives up what fails, then or later. */
  async close(): Promise<void> {
    clearTimeout(this.#timer)
    await this.makeUpForAll()
    clearTimeout(this.#timer)
    this.#isClosed = true
    if (this.#failed.size > 0) this.#options.onLost(this.names, CLOSED)
    this.#failed.clear()
  }

  async #redo(name: Name, failed: Failed): Promise<void> {
    try {
      await this.#options.redo(name)
      this.settle(name, failed)
    } catch (error) {
      if (isTransportError(error)) failed.server = error.server
      throw error
    } finally {
      failed.attempt = undefined
    }
  }

  /** One goes first: while the server is still away the others need not try. Any one, as it may fail for reasons of its own. */
  async #tryServer(names: Name[]): Promise<void> {
    const [first] = names.splice(Math.floor(Math.random() * names.length), 1)
    for (let portion = [first as Name]; portion.length > 0; portion = names.splice(0, PORTION)) {
      const outcomes = await Promise.allSettled(portion.map((name) => this.makeUpFor(name)))
      if (outcomes.some(({ status }) => status === 'rejected')) return
    }
  }

  #tryLater(): void {
    this.#timer ??= setTimeout(() => void this.#try(), RETRY_INTERVAL).unref()
  }

  async #try(): Promise<void> {
    await this.makeUpForAll()
    this.#timer = undefined
    if (this.#failed.size > 0) this.#tryLater()
  }
}
