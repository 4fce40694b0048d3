import { type CallOptions, type Item, orPartial, type Transport, withPartial } from '@lmc/transport'
import type { OpenSets } from './open-sets.ts'
import type { PendingFlushes } from './pending-flushes.ts'
import type { PendingRetries } from './pending-retries.ts'
import { settleInPortions } from './settle-in-portions.ts'
import { untilAborted } from './until-aborted.ts'

/** Deletes a value that a failed invalidation has left, before other commands for its key. */
export class Cleanser {
  readonly #inner: Transport
  readonly #deletes: PendingRetries<string>
  readonly #flushes: PendingFlushes
  readonly #sets: OpenSets

  constructor(inner: Transport, deletes: PendingRetries<string>, flushes: PendingFlushes, sets: OpenSets) {
    this.#inner = inner
    this.#deletes = deletes
    this.#flushes = flushes
    this.#sets = sets
  }

  /** Makes the call as soon as the key is clean. */
  async before<T>(key: string, options: CallOptions, call: () => Promise<T>): Promise<T> {
    options.signal?.throwIfAborted()
    await this.#cleanse(key, options)
    return call()
  }

  /**
   * Makes the call for the keys that could be cleansed. If others could not, rejects with a partial answer.
   */
  async beforeMany<Found extends Map<string, Item> | Set<string>>(
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
   * Resolves when the key holds no value that should have been dropped.
   *
   * @throws {TransportError} when the value cannot be dropped yet.
   */
  async #cleanse(key: string, options: CallOptions): Promise<void> {
    await this.#deletes.retry(key, options)
    const isDirty = (): boolean => this.#flushes.of(key).some((flush) => !flush.isClean(key))
    while (isDirty()) {
      const flushes = this.#flushes.of(key)
      const remove = (): Promise<void> => this.#sets.unlessStored(key, () => this.#inner.delete(key))
      const cleansing = flushes.map((flush) => flush.cleanse(key, remove))
      await untilAborted(Promise.all(cleansing), options.signal)
    }
  }
}
