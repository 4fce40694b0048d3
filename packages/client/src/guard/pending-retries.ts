import { type CallOptions, clock, isTransportError, type Milliseconds } from '@lmc/transport'
import { setBackgroundTimer } from './background-timer.ts'
import { settleInPortions } from './settle-in-portions.ts'
import { untilAborted } from './until-aborted.ts'

/** The pause between two retries in the background. */
const RETRY_INTERVAL: Milliseconds = 100

/**
 * How many retries run side by side: in the first portion, and in each further one. If a whole portion fails,
 * the rest waits.
 */
interface Portions {
  readonly first: number
  readonly further: number
  /** No portion begins later, on the clock of `clock.now`. */
  readonly until: Milliseconds
}

const IN_BACKGROUND: Portions = { first: 1, further: 500, until: Infinity }

/** The portions of `close()`. They begin within `LAST_CHANCE`; the rest is given up. */
const AT_LAST = { first: 16, further: 4096 }
const LAST_CHANCE: Milliseconds = 500

const CLOSED = 'the client was closed'

export interface PendingRetriesOptions<Name> {
  /** How many failed invalidations are remembered; 0: none. */
  readonly limit: number
  /** Makes an invalidation again. */
  readonly retry: (name: Name) => Promise<unknown>
  /** Called with the names that were given up without a successful retry. */
  readonly onLost: (names: readonly Name[], why: string) => void
}

/** One pending invalidation. */
export interface PendingRetry {
  /** The server that failed; `undefined`: unknown. */
  server: string | undefined
  attempt?: Promise<void> | undefined
}

/**
 * Failed invalidations, by the names that should have been dropped. They are retried every 100 ms, and at
 * once before a name is read. When there are too many, the oldest are given up. The retries do not keep the
 * process alive.
 */
export class PendingRetries<Name> {
  readonly #options: PendingRetriesOptions<Name>
  /** The oldest first. */
  readonly #pending = new Map<Name, PendingRetry>()
  #timer: NodeJS.Timeout | undefined
  #isClosed = false

  constructor(options: PendingRetriesOptions<Name>) {
    this.#options = options
  }

  get size(): number {
    return this.#pending.size
  }

  /** Remembers a failed invalidation, with the server that failed if it is known. */
  add(name: Name, server: string | undefined): void {
    const { limit, onLost } = this.#options
    if (limit === 0) return
    // The call was in flight when the client was closed.
    if (this.#isClosed) return onLost([name], CLOSED)
    this.#pending.delete(name)
    this.#pending.set(name, { server })
    if (this.#pending.size > limit) {
      const [oldest] = this.#pending.keys()
      this.#pending.delete(oldest as Name)
      onLost([oldest as Name], `there are more than ${limit}`)
    }
    this.#retryLater()
  }

  /** The pending retry of a name. */
  of(name: Name): PendingRetry | undefined {
    // A look-up in an empty map would still compute the hash of the name.
    return this.#pending.size === 0 ? undefined : this.#pending.get(name)
  }

  /** Forgets this failure, unless the name has failed again since. */
  settle(name: Name, pending: PendingRetry | undefined): void {
    if (pending !== undefined && this.#pending.get(name) === pending) this.#pending.delete(name)
  }

  /**
   * Resolves when nothing is pending for the name: at once, or when its retry has succeeded.
   *
   * @throws the error of the retry.
   * @throws the signal's reason; the retry goes on.
   */
  async retry(name: Name, { signal }: CallOptions = {}): Promise<void> {
    const pending = this.#pending.get(name)
    if (pending === undefined) return
    pending.attempt ??= this.#attempt(name, pending)
    await untilAborted(pending.attempt, signal)
  }

  /**
   * Retries once more, for half a second at most, and gives up the others. From now on it remembers no
   * failures.
   */
  async close(): Promise<void> {
    clock.clearTimeout(this.#timer)
    await this.#retryAll({ ...AT_LAST, until: clock.now() + LAST_CHANCE })
    clock.clearTimeout(this.#timer)
    this.#isClosed = true
    const lost = [...this.#pending.keys()]
    this.#pending.clear()
    if (lost.length > 0) this.#options.onLost(lost, CLOSED)
  }

  async #attempt(name: Name, pending: PendingRetry): Promise<void> {
    try {
      await this.#options.retry(name)
      this.settle(name, pending)
    } catch (error) {
      if (isTransportError(error)) pending.server = error.server
      throw error
    } finally {
      pending.attempt = undefined
    }
  }

  async #retryAll(portions: Portions): Promise<void> {
    const byServer = new Map<string | undefined, Name[]>()
    for (const [name, { server }] of this.#pending) {
      const names = byServer.get(server)
      if (names === undefined) byServer.set(server, [name])
      else names.push(name)
    }
    await Promise.all(Array.from(byServer.values(), (names) => this.#retryServer(names, portions)))
  }

  /**
   * A few names go first. While their server is down, the others need no retry. The first ones are chosen at
   * random, since one name may fail for reasons of its own.
   */
  async #retryServer(names: Name[], { first, further, until }: Portions): Promise<void> {
    const start = Math.floor(Math.random() * Math.max(1, names.length - first))
    for (
      let portion = names.splice(start, first);
      portion.length > 0 && clock.now() < until;
      portion = names.splice(0, further)
    ) {
      const outcomes = await settleInPortions(
        portion,
        () => 0,
        (name) => this.retry(name),
      )
      if (outcomes.every(({ status }) => status === 'rejected')) return
    }
  }

  #retryLater(): void {
    this.#timer ??= setBackgroundTimer(() => {
      void this.#retryAll(IN_BACKGROUND).then(() => {
        this.#timer = undefined
        if (this.#pending.size > 0 && !this.#isClosed) this.#retryLater()
      })
    }, RETRY_INTERVAL)
  }
}
