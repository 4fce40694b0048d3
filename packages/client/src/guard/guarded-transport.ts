import {
  type CallOptions,
  type Cas,
  type CasItem,
  type FlushOptions,
  type HasManyOptions,
  type IncrementOptions,
  isTransportError,
  type Item,
  orPartial,
  pickServers,
  type Seconds,
  type ServerStatistics,
  type StoreOptions,
  type Transport,
  withPartial,
} from '@lmc/transport'
import type { LostInvalidationsError } from './lost-invalidations-error.ts'
import { isRefusal, PendingFlushes } from './pending-flushes.ts'
import { PendingRetries } from './pending-retries.ts'
import { settleInPortions } from './settle-in-portions.ts'
import { untilAborted } from './until-aborted.ts'

export interface GuardOptions {
  /** How many failed deletes, and as many failed flushes, are remembered; 0: none. */
  readonly limit: number
  /** Called with the invalidations that were given up without a successful retry. */
  readonly onLost: (what: LostInvalidationsError['what'], names: readonly string[], why: string) => void
  /** Called when a key is about to be deleted, whether or not that succeeds; without a key before everything is dropped. Absent: nobody asks. */
  readonly onDrop?: ((key?: string) => void) | undefined
}

/**
 * A transport that a cache can trust. A delete or a flush that fails leaves values that are out of date. This transport remembers the failure,
 * retries it, and gives out no such value meanwhile: it deletes a key before any other command of the key. `close` retries for the last time.
 */
export class GuardedTransport implements Transport {
  readonly #inner: Transport
  readonly #deletes: PendingRetries<string>
  readonly #flushes: PendingFlushes
  readonly #onDrop: (key?: string) => void

  constructor(inner: Transport, { limit, onLost, onDrop = () => {} }: GuardOptions) {
    this.#inner = inner
    this.#onDrop = onDrop
    this.#deletes = new PendingRetries({
      limit,
      retry: (key) => inner.delete(key),
      onLost: (keys, why) => onLost('keys', keys, why),
    })
    this.#flushes = new PendingFlushes({
      transport: inner,
      limit,
      onLost: (servers, why) => onLost('servers', servers, why),
    })
  }

  get servers(): readonly string[] {
    return this.#inner.servers
  }

  serverOf(key: string): string {
    return this.#inner.serverOf(key)
  }

  get(key: string, options: CallOptions = {}): Promise<Item | undefined> {
    if (this.#nothingPending) return this.#inner.get(key, options)
    return this.#afterCleansing(key, options, () => this.#inner.get(key, options))
  }

  gets(key: string, options: CallOptions = {}): Promise<CasItem | undefined> {
    if (this.#nothingPending) return this.#inner.gets(key, options)
    return this.#afterCleansing(key, options, () => this.#inner.gets(key, options))
  }

  getMany(keys: readonly string[], options: CallOptions = {}): Promise<Map<string, Item>> {
    if (this.#nothingPending) return this.#inner.getMany(keys, options)
    return this.#askCleansed(keys, options, new Map(), (clean) => this.#inner.getMany(clean, options))
  }

  hasMany(keys: readonly string[], options: HasManyOptions = {}): Promise<Set<string>> {
    if (this.#nothingPending) return this.#inner.hasMany(keys, options)
    return this.#askCleansed(keys, options, new Set(), (clean) => this.#inner.hasMany(clean, options))
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
    if (this.#nothingPending) return this.#inner.append(key, value, options)
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

  /** Resolves to what `delete` does for each of the keys, in their order, however many they are; a failure stands for its own key. */
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

  /** Each server by itself, so that it is known which have failed. */
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
    // What was to be done to servers that are not there any more has been done to those that are.
    for (const [server, flush] of pending) this.#flushes.settle(server, flush)
  }

  statistics(options?: CallOptions): Promise<ServerStatistics[]> {
    return this.#inner.statistics(options)
  }

  /** Retries all that is pending once more, gives up what fails, and remembers no more. Takes one time-out at most. */
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
    const isStored = await this.#inner.set(key, value, options)
    if (!isStored) return false
    // What the key held before is gone.
    this.#deletes.settle(key, pending)
    for (const flush of flushes) flush.markClean(key)
    return true
  }

  async #afterCleansing<T>(key: string, options: CallOptions, call: () => Promise<T>): Promise<T> {
    if (!this.#nothingPending) {
      options.signal?.throwIfAborted()
      await this.#cleanse(key, options)
    }
    return call()
  }

  /** Asks for the keys that could be cleansed. Rejects with what those gave when others could not. */
  async #askCleansed<Found extends Map<string, Item> | Set<string>>(
    keys: readonly string[],
    options: CallOptions,
    nothing: Found,
    ask: (clean: readonly string[]) => Promise<Found>,
  ): Promise<Found> {
    options.signal?.throwIfAborted()
    const different = [...new Set(keys)]
    const outcomes = await settleInPortions(
      different,
      () => 0,
      (key) => this.#cleanse(key, options),
    )
    const clean = different.filter((_, at) => outcomes[at]?.status === 'fulfilled')
    const failed = outcomes.find(({ status }) => status === 'rejected')
    if (failed?.status !== 'rejected') return ask(clean)
    throw withPartial(failed.reason, await orPartial(ask(clean), nothing, () => {}))
  }

  /**
   * Resolves when the key holds nothing that should have been dropped.
   *
   * @throws {TransportError} when that cannot be dropped yet.
   */
  async #cleanse(key: string, options: CallOptions): Promise<void> {
    await this.#deletes.retry(key, options)
    const isDirty = (): boolean => this.#flushes.of(key).some((flush) => !flush.isClean(key))
    while (isDirty()) {
      const flushes = this.#flushes.of(key)
      const cleansing = flushes.map((flush) => flush.cleanse(key, () => this.#inner.delete(key)))
      await untilAborted(Promise.all(cleansing), options.signal)
    }
  }
}

/** Whether what was to be dropped may still be there, and something can be done about it. */
function mayBeThere(error: unknown, { signal }: CallOptions): boolean {
  return isTransportError(error) ? error.code !== 'closed' : signal?.aborted === true
}
