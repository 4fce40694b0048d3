import type { Codec, Encoded } from '@lmc/codec'
import { type CacheKey, memcachedKey, type PlainKey, plainKey } from '@lmc/keys'
import type { Announcement, IndexEntry, KeyTracker } from '@lmc/tracker'
import { assertLifetime, type Seconds } from '@lmc/transport'
import type { SetOptions } from './call-options.ts'
import type { DependencyGenerations } from './dependency-generations.ts'
import { toDependentItem } from './dependent-item.ts'
import type { FailureReporter } from './failure-reporter.ts'
import type { TrustedItems } from './trusted-items.ts'

export interface ValueWriterOptions {
  readonly items: TrustedItems
  readonly generations: DependencyGenerations
  /** Absent: keys are not listed. */
  readonly tracker: KeyTracker<PlainKey> | undefined
  readonly codec: Codec
  readonly reporter: FailureReporter
  readonly defaultLifetime: Seconds
  readonly defaultNamespace: string | undefined
}

/** A value on its way to a server. */
interface Prepared {
  readonly key: CacheKey
  readonly memcachedKey: string
  readonly namespace: string | undefined
  readonly lifetime: Seconds
  readonly encoded: Encoded
  /** What goes to the list of keys; absent where they are not tracked. */
  readonly entry: IndexEntry | undefined
}

type Operation = 'set' | 'setMany'

/** What stores values. Whatever can be wrong with them is found before anything is sent. */
export class ValueWriter {
  readonly #options: ValueWriterOptions

  constructor(options: ValueWriterOptions) {
    this.#options = options
  }

  set(key: CacheKey, value: unknown, options: SetOptions): Promise<string | undefined> {
    try {
      const prepared = this.#prepare(key, value, options)
      const isReady = options.dependencies === undefined && !this.#options.items.isFlushDue
      return isReady ? this.#put('set', prepared, options.signal) : this.#setWhenReady(prepared, options)
    } catch (error) {
      return Promise.reject(error)
    }
  }

  async setMany(
    entries: Iterable<readonly [key: CacheKey, value: unknown]>,
    options: SetOptions,
  ): Promise<(string | undefined)[]> {
    const prepared = Array.from(entries, ([key, value]) => this.#prepare(key, value, options))
    const ready = await this.#makeReady('setMany', prepared, options)
    const stored = await Promise.all(ready.map((one) => this.#put('setMany', one, options.signal)))
    return prepared.map((_, index) => stored[index])
  }

  #prepare(key: CacheKey, value: unknown, options: SetOptions): Prepared {
    const { codec, tracker, defaultNamespace, defaultLifetime } = this.#options
    const { namespace = defaultNamespace, raw = false, lifetime = defaultLifetime } = options
    assertLifetime(lifetime)
    const ownKey = memcachedKey(key, { namespace, raw })
    const encoded = codec.encode(value)
    const entry = tracker?.entry({ key: plainKey(key), namespace, raw, lifetime })
    return { key, memcachedKey: ownKey, namespace, lifetime, encoded, entry }
  }

  async #setWhenReady(prepared: Prepared, options: SetOptions): Promise<string | undefined> {
    const [ready] = await this.#makeReady('set', [prepared], options)
    return ready && this.#put('set', ready, options.signal)
  }

  /**
   * Resolves to the values with what they depend on, when they may be stored; to none when what they depend on cannot be known, which is
   * reported.
   */
  async #makeReady(
    operation: Operation,
    prepared: readonly Prepared[],
    { dependencies = [], namespace = this.#options.defaultNamespace, signal }: SetOptions,
  ): Promise<readonly Prepared[]> {
    const { items, generations, reporter } = this.#options
    if (items.isFlushDue) await items.flushWhatIsDue({ signal })
    const digests = generations.digests(dependencies, namespace)
    if (digests.length === 0) return prepared
    try {
      const current = await generations.of(digests, { signal })
      return prepared.map((one) => ({ ...one, encoded: toDependentItem(one.encoded, current) }))
    } catch (error) {
      reporter.recover(error, { operation, namespace })
      return []
    }
  }

  /** Resolves to the memcached key, or to `undefined` when the value was not stored. */
  #put(
    operation: Operation,
    prepared: Prepared,
    signal: AbortSignal | undefined,
  ): Promise<string | undefined> {
    if (prepared.entry !== undefined) return this.#putListed(operation, prepared, prepared.entry, signal)
    const { key, memcachedKey: ownKey, namespace } = prepared
    // Chained by hand, since an `async` function takes a quarter of what a `set` takes here.
    return this.#store(prepared, signal).then(
      (isStored) => (isStored ? ownKey : undefined),
      (error: unknown) => {
        this.#options.reporter.recover(error, { operation, key, namespace })
        return undefined
      },
    )
  }

  /** Likewise. The value is written behind what lists its key, in one batch: who dies in between leaves nothing unlisted. */
  async #putListed(
    operation: Operation,
    prepared: Prepared,
    entry: IndexEntry,
    signal: AbortSignal | undefined,
  ): Promise<string | undefined> {
    const { tracker, reporter } = this.#options
    const { key, memcachedKey: ownKey, namespace } = prepared
    let announcement: Announcement | undefined
    let isStored: boolean
    try {
      signal?.throwIfAborted()
      announcement = tracker?.announce(entry)
      await announcement?.sent
      isStored = await this.#store(prepared, signal)
      announcement?.stored()
    } catch (error) {
      // The call is over; what becomes of its other half is still reported.
      announcement?.listed.catch((unlisted: Error) =>
        reporter.report({ operation: 'track', key, namespace, error: unlisted }),
      )
      reporter.recover(error, { operation, key, namespace })
      return undefined
    }
    try {
      await announcement?.listed
    } catch (error) {
      reporter.recover(error, { operation: 'track', key, namespace })
    }
    return isStored ? ownKey : undefined
  }

  #store(
    { memcachedKey: ownKey, encoded: { value, flags }, lifetime }: Prepared,
    signal: AbortSignal | undefined,
  ): Promise<boolean> {
    return this.#options.items.set(ownKey, value, { flags, lifetime, signal })
  }
}
