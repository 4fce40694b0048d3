import {
  type CallOptions,
  type Cas,
  type CasItem,
  type FlushOptions,
  type HasManyOptions,
  type IncrementOptions,
  isTransportError,
  type Item,
  pickServers,
  type Seconds,
  type ServerStatistics,
  type StoreOptions,
  type Transport,
} from '@lmc/transport'
import { Cleanser } from './cleanser.ts'
import type { LostInvalidationsError } from './lost-invalidations-error.ts'
import { OpenSets } from './open-sets.ts'
import { isRefusal, PendingFlushes } from './pending-flushes.ts'
import { PendingRetries } from './pending-retries.ts'
import { settleInPortions } from './settle-in-portions.ts'

export interface GuardOptions {
  /** How many failed deletes, and as many failed flushes, are remembered; 0: none. */
  readonly limit: number
  /** Called with the invalidations that were given up without a successful retry. */
  readonly onLost: (what: LostInvalidationsError['what'], names: readonly string[], why: string) => void
  /**
   * Called before a key is deleted, whether or not the delete succeeds. Called without a key before
   * everything is dropped.
   */
  readonly onDrop?: ((key?: string) => void) | undefined
}

/**
 * A transport that returns no value after a failed invalidation. A failed delete or flush leaves old values.
 * This transport remembers the failure and retries it. Meanwhile it deletes a key before every command that
 * could read the old value. `close` retries for the last time.
 */
export class GuardedTransport implements Transport {
  readonly #inner: Transport
  readonly #deletes: PendingRetries<string>
  readonly #flushes: PendingFlushes
  readonly #sets = new OpenSets()
  readonly #cleanser: Cleanser
  readonly #onDrop: (key?: string) => void

  constructor(inner: Transport, { limit, onLost, onDrop = () => {} }: GuardOptions) {
    this.#inner = inner
    this.#onDrop = onDrop
    this.#deletes = new PendingRetries({
      limit,
      retry: (key) => this.#sets.unlessStored(key, () => inner.delete(key)),
      onLost: (keys, why) => onLost('keys', keys, why),
    })
    this.#flushes = new PendingFlushes({
      transport: inner,
      limit,
      onLost: (servers, why) => onLost('servers', servers, why),
    })
    this.#cleanser = new Cleanser(inner, this.#deletes, this.#flushes, this.#sets)
  }

  get servers(): readonly string[] {
    return this.#inner.servers
  }

  serverOf(key: string): string {
    return this.#inner.serverOf(key)
  }

  get(key: string, options: CallOptions = {}): Promise<Item | undefined> {
    return this.#afterCleansing(key, options, () => this.#inner.get(key, options))
  }

  gets(key: string, options: CallOptions = {}): Promise<CasItem | undefined> {
    return this.#afterCleansing(key, options, () => this.#inner.gets(key, options))
  }

  getMany(keys: readonly string[], options: CallOptions = {}): Promise<Map<string, Item>> {
    if (this.#nothingPending) return this.#inner.getMany(keys, options)
    return this.#cleanser.beforeMany(keys, options, new Map(), (clean) => this.#inner.getMany(clean, options))
  }

  hasMany(keys: readonly string[], options: HasManyOptions = {}): Promise<Set<string>> {
    if (this.#nothingPending) return this.#inner.hasMany(keys, options)
    return this.#cleanser.beforeMany(keys, options, new Set(), (clean) => this.#inner.hasMany(clean, options))
  }

  set(key: string, value: Uint8Array, options: StoreOptions = {}): Promise<boolean> {
    if (this.#nothingPending) return this.#inner.set(key, value, options)
    return this.#setPending(key, value, options)
  }

  add(key: string, value: Uint8Array, options: StoreOptions = {}): Promise<boolean> {
    return this.#afterCleansing(key, options, () => this.#inner.add(key, value, options))
  }

  replace(key: string, value: Uint8Array, options: StoreOptions = {}): Promise<boolean> {
    return this.#afterCleansing(key, options, () => this.#inner.replace(key, value, options))
  }

  append(key: string, value: Uint8Array, options: CallOptions = {}): Promise<boolean> {
    return this.#afterCleansing(key, options, () => this.#inner.append(key, value, options))
  }

  prepend(key: string, value: Uint8Array, options: CallOptions = {}): Promise<boolean> {
    return this.#afterCleansing(key, options, () => this.#inner.prepend(key, value, options))
  }

  compareAndSet(key: string, value: Uint8Array, cas: Cas, options: StoreOptions = {}): Promise<boolean> {
    return this.#afterCleansing(key, options, () => this.#inner.compareAndSet(key, value, cas, options))
  }

  compareAndDelete(key: string, cas: Cas, options: CallOptions = {}): Promise<boolean> {
    return this.#afterCleansing(key, options, () => this.#inner.compareAndDelete(key, cas, options))
  }

  async delete(key: string, options: CallOptions = {}): Promise<boolean> {
    options.signal?.throwIfAborted()
    this.#onDrop(key)
    try {
      return await this.#delete(key, options)
    } catch (error) {
      this.#remember(key, error, options)
      throw error
    }
  }

  /** Deletes any number of keys. Resolves to the outcome of each delete, in the order of the keys. */
  async deleteMany(
    keys: readonly string[],
    options: CallOptions = {},
  ): Promise<readonly PromiseSettledResult<boolean>[]> {
    options.signal?.throwIfAborted()
    for (const key of keys) this.#onDrop(key)
    const outcomes = await settleInPortions(
      keys,
      () => 0,
      (key) => this.#delete(key, options),
    )
    for (const [at, key] of keys.entries()) {
      const outcome = outcomes[at]
      if (outcome?.status === 'rejected') this.#remember(key, outcome.reason, options)
    }
    return outcomes
  }

  touch(key: string, lifetime: Seconds, options: CallOptions = {}): Promise<boolean> {
    return this.#afterCleansing(key, options, () => this.#inner.touch(key, lifetime, options))
  }

  increment(
    key: string,
    delta: bigint | number,
    options: IncrementOptions = {},
  ): Promise<bigint | undefined> {
    return this.#afterCleansing(key, options, () => this.#inner.increment(key, delta, options))
  }

  /** Flushes each server by a command of its own, to know which ones have failed. */
  async flush(options: FlushOptions = {}): Promise<void> {
    options.signal?.throwIfAborted()
    this.#onDrop()
    const pending = this.#flushes.snapshot()
    const servers = pickServers(this.servers, options.server)
    const outcomes = await Promise.allSettled(
      servers.map((server) =>
        this.#inner.flush(this.servers.length > 1 ? { ...options, server } : { signal: options.signal }),
      ),
    )
    for (const [at, outcome] of outcomes.entries()) {
      const server = servers[at] as string
      if (outcome.status === 'fulfilled' || isRefusal(outcome.reason)) {
        this.#flushes.settle(server, pending.get(server))
      } else if (mayBeThere(outcome.reason, options)) {
        this.#flushes.add(server)
      }
    }
    const failed = outcomes.find(({ status }) => status === 'rejected')
    if (failed?.status === 'rejected') throw failed.reason
    if (options.server !== undefined) return
    // The flush of a server that is gone counts as done: all present servers have been flushed.
    for (const [server, flush] of pending) this.#flushes.settle(server, flush)
  }

  statistics(options?: CallOptions): Promise<ServerStatistics[]> {
    return this.#inner.statistics(options)
  }

  /**
   * Retries everything that is pending once, and gives up what fails. From now on it remembers no failures.
   * Takes at most two timeouts: a set that is under way is waited for.
   */
  async giveUp(): Promise<void> {
    await Promise.all([this.#deletes.close(), this.#flushes.close()])
  }

  async close(): Promise<void> {
    try {
      await this.giveUp()
    } finally {
      await this.#inner.close()
    }
  }

  get #nothingPending(): boolean {
    return this.#deletes.size === 0 && this.#flushes.size === 0
  }

  async #delete(key: string, options: CallOptions): Promise<boolean> {
    const pending = this.#deletes.of(key)
    const flushes = this.#flushes.of(key)
    const wasThere = await this.#inner.delete(key, options)
    this.#deletes.settle(key, pending)
    for (const flush of flushes) flush.markClean(key)
    return wasThere
  }

  #remember(key: string, error: unknown, options: CallOptions): void {
    if (mayBeThere(error, options)) this.#deletes.add(key, isTransportError(error) ? error.server : undefined)
  }

  async #setPending(key: string, value: Uint8Array, options: StoreOptions): Promise<boolean> {
    options.signal?.throwIfAborted()
    this.#flushes.tryBefore(key)
    const pending = this.#deletes.of(key)
    const flushes = this.#flushes.of(key)
    const set = this.#inner.set(key, value, options)
    this.#sets.add(key, set)
    if (!(await set)) return false
    // The old value of the key is gone.
    this.#deletes.settle(key, pending)
    for (const flush of flushes) flush.markClean(key)
    return true
  }

  #afterCleansing<T>(key: string, options: CallOptions, call: () => Promise<T>): Promise<T> {
    return this.#nothingPending ? call() : this.#cleanser.before(key, options, call)
  }
}

/** Whether the value may still be there, and a retry may drop it. */
function mayBeThere(error: unknown, { signal }: CallOptions): boolean {
  return isTransportError(error) ? error.code !== 'closed' : signal?.aborted === true
}
