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

  async set(key: CacheKey, value: unknown, options: SetOptions): Promise<string | undefined> {
    const prepared = this.#prepare(key, value, options)
    if (this.#options.items.isFlushDue) await this.#options.items.flushWhatIsDue()
    const { dependencies, signal } = options
    const ready = dependencies === undefined ? prepared : (await this.#bind('set', [prepared], options))[0]
    if (ready === undefined) return undefined
    return (await this.#store('set', ready, signal)) ? prepared.memcachedKey : undefined
  }

  async setMany(
    entries: Iterable<readonly [key: CacheKey, value: unknown]>,
    options: SetOptions,
  ): Promise<(string | undefined)[]> {
    const prepared = Array.from(entries, ([key, value]) => this.#prepare(key, value, options))
    if (this.#options.items.isFlushDue) await this.#options.items.flushWhatIsDue()
    const ready = await this.#bind('setMany', prepared, options)
    const areStored = await Promise.all(ready.map((one) => this.#store('setMany', one, options.signal)))
    return prepared.map(({ memcachedKey: ownKey }, index) => (areStored[index] === true ? ownKey : undefined))
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

  /** Resolves to the values with what they depend on; to none when that cannot be known, which is reported. */
  async #bind(
    operation: Operation,
    prepared: readonly Prepared[],
    { dependencies = [], namespace = this.#options.defaultNamespace, signal }: SetOptions,
  ): Promise<readonly Prepared[]> {
    const { generations, reporter } = this.#options
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

  /** Resolves to whether the value was stored. */
  #store(operation: Operation, prepared: Prepared, signal: AbortSignal | undefined): Promise<boolean> {
    signal?.throwIfAborted()
    const { tracker } = this.#options
    if (tracker === undefined || prepared.entry === undefined) return this.#write(operation, prepared, signal)
    return this.#writeBehind(tracker.announce(prepared.entry), operation, prepared, signal)
  }

  /** Writes behind what lists the key, in one batch: who dies in between leaves nothing unlisted. */
  async #writeBehind(
    { sent, listed }: Announcement,
    operation: Operation,
    prepared: Prepared,
    signal: AbortSignal | undefined,
  ): Promise<boolean> {
    await sent
    const { reporter } = this.#options
    const context = { operation: 'track', key: prepared.key, namespace: prepared.namespace } as const
    let isStored: boolean
    try {
      isStored = await this.#write(operation, prepared, signal)
    } catch (error) {
      // The call is over; what becomes of its other half is still reported.
      listed.catch((unlisted: Error) => reporter.report({ ...context, error: unlisted }))
      throw error
    }
    try {
      await listed
    } catch (error) {
      reporter.recover(error, context)
    }
    return isStored
  }

  async #write(
    operation: Operation,
    { key, memcachedKey: ownKey, namespace, encoded: { value, flags }, lifetime }: Prepared,
    signal: AbortSignal | undefined,
  ): Promise<boolean> {
    try {
      return await this.#options.items.set(ownKey, value, { flags, lifetime, signal })
    } catch (error) {
      this.#options.reporter.recover(error, { operation, key, namespace })
      return false
    }
  }
}
