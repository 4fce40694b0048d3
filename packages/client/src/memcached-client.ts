import type { Encoded } from '@lmc/codec'
import { type CacheKey, memcachedKey, type PlainKey, plainKey } from '@lmc/keys'
import { type IndexEntry, KeyTracker, type NamespaceSize } from '@lmc/tracker'
import {
  assertLifetime,
  isTransportError,
  type Item,
  type Seconds,
  type ServerStatistics,
  type Transport,
  type TransportError,
} from '@lmc/transport'
import {
  type Dependencies,
  type GetOptions,
  isDependencies,
  type KeyOptions,
  type KeysOptions,
  type SetOptions,
} from './call-options.ts'
import { type MemcachedClientOptions, type ResolvedOptions, resolveOptions } from './client-options.ts'
import { DependencyGenerations } from './dependency-generations.ts'
import { isDependent, toDependentItem } from './dependent-item.ts'
import { type Failure, publishFailure } from './failure.ts'
import { FailedInvalidations } from './failed-invalidations.ts'
import { KeyTrackingDisabledError } from './key-tracking-disabled-error.ts'
import { LostInvalidationsError } from './lost-invalidations-error.ts'
import { TrustedItems } from './trusted-items.ts'

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

/**
 * A cache in memcached for any value under any key.
 *
 * When memcached fails, calls resolve as if nothing were cached, or reject, as `failures` says; either way the failure goes to
 * `onFailure` and to the diagnostics channel `lmc:failure`. A mistake of the caller always rejects, before anything is sent:
 * `InvalidKeyError`, `CodecError`, a `RangeError` for a lifetime, a `TypeError` for arguments of a wrong type.
 */
export class MemcachedClient {
  readonly transport: Transport
  readonly defaultLifetime: Seconds
  readonly defaultNamespace: string | undefined
  readonly trackKeys: boolean
  readonly #options: ResolvedOptions
  readonly #items: TrustedItems
  readonly #generations: DependencyGenerations
  /** Namespaces whose list of keys could not be read when they were to be dropped. */
  readonly #namespaces: FailedInvalidations<string | undefined>
  readonly #tracker: KeyTracker<PlainKey> | undefined

  /**
   * @throws {TypeError} when there is no transport, or an option is of a wrong type.
   * @throws {RangeError} when the default lifetime is not a whole number of seconds from 0 on, or another number is out of range.
   */
  constructor(options: MemcachedClientOptions) {
    this.#options = resolveOptions(options)
    this.transport = this.#options.transport
    this.defaultLifetime = this.#options.defaultLifetime
    this.defaultNamespace = this.#options.defaultNamespace
    this.trackKeys = this.#options.trackKeys
    const limit = this.#options.rememberedInvalidations
    const onLost = (
      what: LostInvalidationsError['what'],
      names: readonly (string | undefined)[],
      why: string,
    ): void => this.#report({ operation: 'invalidate', error: new LostInvalidationsError(what, names, why) })
    this.#items = new TrustedItems({ transport: this.transport, limit, onLost })
    this.#generations = new DependencyGenerations(this.transport, this.#items)
    this.#namespaces = new FailedInvalidations({
      limit,
      redo: async (namespace) => {
        const { error } = await this.#dropNamespace(namespace)
        if (error !== undefined) throw error
      },
      onLost: (names, why) => onLost('namespaces', names, why),
    })
    if (this.trackKeys) {
      this.#tracker = new KeyTracker<PlainKey>({
        transport: this.transport,
        memcachedKey,
        onPartial: (error) => this.#fail({ operation: 'keys', error }),
        onSkipped: (error) => this.#report({ operation: 'keys', error }),
      })
    }
  }

  /**
   * Stores a value. Resolves to the memcached key it is stored under, or `undefined` when it was not stored.
   *
   * A value above the server's item limit is not stored, and what the key held before is gone: memcached drops it rather than serve
   * what is out of date.
   *
   * With `dependencies` their generations are read first: one round trip more, and for a new one another. Where they cannot be read, the
   * value is not stored.
   *
   * @param value anything that the codec takes: with the default one what JSON does, and `Uint8Array`; `null` is a value.
   * @throws {InvalidKeyError} {CodecError} {RangeError} for a key, a dependency, a value, a lifetime that can not be; nothing was sent.
   */
  async set(key: CacheKey, value: unknown, options: SetOptions = {}): Promise<string | undefined> {
    const prepared = this.#prepare(key, value, options)
    const [ready] =
      options.dependencies === undefined ? [prepared] : await this.#bind('set', [prepared], options)
    if (ready === undefined) return undefined
    return (await this.#store('set', ready, options.signal)) ? prepared.memcachedKey : undefined
  }

  /**
   * Stores several values, together. Resolves to what `set` would for each, in their order.
   *
   * @throws as `set` does, when any of them can not be; nothing was sent then.
   */
  async setMany(
    entries: Iterable<readonly [key: CacheKey, value: unknown]>,
    options: SetOptions = {},
  ): Promise<(string | undefined)[]> {
    const prepared = Array.from(entries, ([key, value]) => this.#prepare(key, value, options))
    const ready = await this.#bind('setMany', prepared, options)
    const areStored = await Promise.all(ready.map((one) => this.#store('setMany', one, options.signal)))
    return prepared.map(({ memcachedKey: ownKey }, index) => (areStored[index] === true ? ownKey : undefined))
  }

  /**
   * Resolves to the value, or to `default` when the key holds nothing, or nothing that the codec can decode (which is reported).
   *
   * @throws {InvalidKeyError} for what can not be a key; nothing was sent.
   */
  async get<T = unknown>(key: CacheKey, options: GetOptions<T> & { readonly default: T }): Promise<T>
  async get<T = unknown>(key: CacheKey, options?: GetOptions<T>): Promise<T | undefined>
  async get<T = unknown>(key: CacheKey, options: GetOptions<T> = {}): Promise<T | undefined> {
    const { namespace = this.defaultNamespace, raw = false } = options
    const ownKey = memcachedKey(key, { namespace, raw })
    let item: Item | undefined
    try {
      if (this.#namespaces.size > 0) await this.#namespaces.makeUpFor(namespace)
      const found = await this.#items.get(ownKey, options)
      item =
        found !== undefined && isDependent(found) ? await this.#generations.current(found, options) : found
    } catch (error) {
      this.#recover(error, { operation: 'get', key, namespace })
    }
    const value = item && this.#decode(item, { operation: 'get', key, namespace })
    // The caller names the type of what was stored; a cache can not check it.
    return value === undefined ? options.default : (value as T)
  }

  /**
   * Resolves to the values that are there, by the cache keys as they were given, in their order.
   *
   * @throws {InvalidKeyError} for what can not be a key; nothing was sent.
   */
  async getMany<K extends CacheKey, T = unknown>(
    keys: Iterable<K>,
    options: KeyOptions = {},
  ): Promise<Map<K, T>> {
    const { namespace = this.defaultNamespace, raw = false, signal } = options
    const ownKeys = Array.from(keys, (key) => [key, memcachedKey(key, { namespace, raw })] as const)
    let items: ReadonlyMap<string, Item> = new Map<string, Item>()
    try {
      if (this.#namespaces.size > 0) await this.#namespaces.makeUpFor(namespace)
      items = await this.#items.getMany(
        ownKeys.map(([, ownKey]) => ownKey),
        { signal },
      )
    } catch (error) {
      items = partialOf(this.#recover(error, { operation: 'getMany', namespace }))
    }
    try {
      items = await this.#generations.allCurrent(items, { signal })
    } catch (error) {
      items = partialOf(this.#recover(error, { operation: 'getMany', namespace }))
    }
    const values = new Map<K, T>()
    for (const [key, ownKey] of ownKeys) {
      const item = items.get(ownKey)
      const value = item && this.#decode(item, { operation: 'getMany', key, namespace })
      if (value !== undefined) values.set(key, value as T)
    }
    return values
  }

  /**
   * Drops the value. Resolves to whether one was there; to `false` also when memcached failed.
   *
   * With `{ dependencies }` it drops all values of the namespace that were set with any of them, from whatever process, however many they
   * are: one delete for each. Resolves to whether any value may have depended on them. `keys()` lists such values until they expire.
   *
   * @throws {InvalidKeyError} for what can not be a key; nothing was sent.
   */
  async invalidate(what: CacheKey | Dependencies, options: KeyOptions = {}): Promise<boolean> {
    if (!isDependencies(what) || options.raw === true)
      return this.#delete('invalidate', what, this.#ownKey(what, options), options)
    const { namespace = this.defaultNamespace } = options
    const digests = this.#generations.digests(what.dependencies, namespace)
    const memcachedKeys = digests.map((digest) => this.#generations.keyOf(digest))
    // Such an object could be a key as well; to drop too much does no harm.
    memcachedKeys.push(this.#ownKey(what, options))
    const dropped = await Promise.all(
      memcachedKeys.map((ownKey) => this.#delete('invalidate', what, ownKey, options)),
    )
    return dropped.includes(true)
  }

  /**
   * Drops several values, together. Resolves to how many were there.
   *
   * @throws {InvalidKeyError} for what can not be a key; nothing was sent.
   */
  async invalidateMany(keys: Iterable<CacheKey>, options: KeyOptions = {}): Promise<number> {
    const ownKeys = Array.from(keys, (key) => [key, this.#ownKey(key, options)] as const)
    const dropped = await Promise.all(
      ownKeys.map(([key, ownKey]) => this.#delete('invalidateMany', key, ownKey, options)),
    )
    return dropped.filter(Boolean).length
  }

  /**
   * Drops all values of a namespace that are listed, batch by batch. Resolves to how many were there. A key that is set meanwhile is gone or
   * listed. Absent namespace: the client's default.
   *
   * @throws {KeyTrackingDisabledError} when this client does not track keys.
   */
  async invalidateNamespace(
    namespace: string | undefined = this.defaultNamespace,
    { signal }: Pick<KeyOptions, 'signal'> = {},
  ): Promise<number> {
    const tracker = this.#trackerFor('invalidateNamespace()')
    const { dropped, error } = await this.#dropNamespace(namespace, signal)
    if (error === undefined) this.#namespaces.settle(namespace)
    else this.#namespaces.add(namespace, isTransportError(error) ? error.server : undefined)
    try {
      if (error !== undefined) throw error
      await tracker.tidy(namespace, { signal })
    } catch (problem) {
      this.#recover(problem, { operation: 'invalidateNamespace', namespace })
    }
    return dropped
  }

  /**
   * Resolves to the namespaces that keys are listed of, with what the list of each costs: its items, bytes, and keys, also of values that
   * are gone by now. `namespace` is `undefined` for keys without one.
   *
   * @throws {KeyTrackingDisabledError} when this client does not track keys.
   */
  async namespaces({ signal }: Pick<KeyOptions, 'signal'> = {}): Promise<NamespaceSize[]> {
    return this.#trackerFor('namespaces()').namespaces({ signal })
  }

  /**
   * Drops everything that the servers hold: every namespace, also what others have stored. Resolves to whether all servers have done so.
   */
  async invalidateAll({ signal }: Pick<KeyOptions, 'signal'> = {}): Promise<boolean> {
    try {
      await this.#items.flush({ signal })
      return true
    } catch (error) {
      this.#recover(error, { operation: 'invalidateAll' })
      return false
    }
  }

  /**
   * Resolves to the cache keys of the namespace that are in the cache, as they were given to a `set` of any client that tracks keys, in
   * any process; each once, in no particular order. An object that names itself is listed by that name. Absent namespace: the client's default.
   *
   * @throws {KeyTrackingDisabledError} when this client does not track keys.
   */
  async keys(
    namespace: string | undefined = this.defaultNamespace,
    options: KeysOptions = {},
  ): Promise<CacheKey[]> {
    const tracker = this.#trackerFor('keys()')
    await this.#items.makeUp()
    return tracker.keys(namespace, options)
  }

  /**
   * Gives what `keys` resolves to, key by key, in memory that does not grow with their number: for namespaces of any size. A key that is
   * set meanwhile may be given or not.
   *
   * @throws {KeyTrackingDisabledError} when this client does not track keys.
   */
  async *iterateKeys(
    namespace: string | undefined = this.defaultNamespace,
    options: KeysOptions = {},
  ): AsyncGenerator<PlainKey, void, undefined> {
    const tracker = this.#trackerFor('iterateKeys()')
    await this.#items.makeUp()
    yield* tracker.iterateKeys(namespace, options)
  }

  /**
   * Resolves to one entry per server: its name and its own figures, by memcached's names. A server that failed has an empty one, with
   * the error.
   *
   * @see https://github.com/memcached/memcached/blob/master/doc/protocol.txt section "General-purpose statistics"
   */
  async getStatistics({ signal }: Pick<KeyOptions, 'signal'> = {}): Promise<ServerStatistics[]> {
    try {
      const entries = await this.transport.statistics({ signal })
      for (const { error } of entries)
        if (error !== undefined) this.#recover(error, { operation: 'getStatistics' })
      return entries
    } catch (error) {
      this.#recover(error, { operation: 'getStatistics' })
      return []
    }
  }

  /** Lets the calls in flight settle and closes the transport. Later calls fail with `closed`. */
  async close(): Promise<void> {
    await Promise.all([this.#items.close(), this.#namespaces.close()])
    await this.transport.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  #trackerFor(method: string): KeyTracker<PlainKey> {
    if (this.#tracker === undefined) throw new KeyTrackingDisabledError(method)
    return this.#tracker
  }

  #ownKey(key: CacheKey, { namespace = this.defaultNamespace, raw = false }: KeyOptions): string {
    return memcachedKey(key, { namespace, raw })
  }

  #prepare(key: CacheKey, value: unknown, options: SetOptions): Prepared {
    const { namespace = this.defaultNamespace, raw = false, lifetime = this.defaultLifetime } = options
    assertLifetime(lifetime)
    const ownKey = memcachedKey(key, { namespace, raw })
    const encoded = this.#options.codec.encode(value)
    const entry = this.#tracker?.entry({ key: plainKey(key), memcachedKey: ownKey, namespace, raw, lifetime })
    return { key, memcachedKey: ownKey, namespace, lifetime, encoded, entry }
  }

  /** Resolves to the values with what they depend on; to none when that cannot be known, which is reported. */
  async #bind(
    operation: 'set' | 'setMany',
    prepared: readonly Prepared[],
    { dependencies = [], namespace = this.defaultNamespace, signal }: SetOptions,
  ): Promise<readonly Prepared[]> {
    const digests = this.#generations.digests(dependencies, namespace)
    if (digests.length === 0) return prepared
    try {
      const generations = await this.#generations.of(digests, { signal })
      return prepared.map((one) => ({ ...one, encoded: toDependentItem(one.encoded, generations) }))
    } catch (error) {
      this.#recover(error, { operation, namespace })
      return []
    }
  }

  /** Resolves to whether the value was stored. */
  #store(
    operation: 'set' | 'setMany',
    prepared: Prepared,
    signal: AbortSignal | undefined,
  ): Promise<boolean> {
    signal?.throwIfAborted()
    if (prepared.entry === undefined) return this.#write(operation, prepared, signal)
    return this.#announceAnd(prepared.entry, prepared, () => this.#write(operation, prepared, signal))
  }

  /** Lists the key, then writes, in one batch: who dies in between leaves nothing unlisted. */
  async #announceAnd(
    entry: IndexEntry,
    { key, namespace }: Prepared,
    write: () => Promise<boolean>,
  ): Promise<boolean> {
    let announced: Promise<void> | undefined
    const stored = new Promise<boolean>((resolve) => {
      announced = this.#tracker?.announce(entry, () => resolve(write()))
    })
    const listed = announced?.catch((error: unknown) => {
      this.#recover(error, { operation: 'track', key, namespace })
    })
    const [isStored] = await Promise.all([stored, listed])
    return isStored
  }

  async #write(
    operation: 'set' | 'setMany',
    { key, memcachedKey: ownKey, namespace, encoded: { value, flags }, lifetime }: Prepared,
    signal: AbortSignal | undefined,
  ): Promise<boolean> {
    try {
      return await this.#items.set(ownKey, value, { flags, lifetime, signal })
    } catch (error) {
      this.#recover(error, { operation, key, namespace })
      return false
    }
  }

  async #delete(
    operation: 'invalidate' | 'invalidateMany' | 'invalidateNamespace',
    key: CacheKey,
    ownKey: string,
    { namespace = this.defaultNamespace, signal }: KeyOptions,
  ): Promise<boolean> {
    try {
      return await this.#items.delete(ownKey, { signal })
    } catch (error) {
      this.#recover(error, { operation, key, namespace })
      return false
    }
  }

  /** Drops what is listed of a namespace; with an error when not all of the list could be read. */
  async #dropNamespace(
    namespace: string | undefined,
    signal?: AbortSignal,
  ): Promise<{ readonly dropped: number; readonly error?: unknown }> {
    const failed: unknown[] = []
    let dropped = 0
    try {
      const onPartial = (error: TransportError): void => void failed.push(error)
      const batches = this.#trackerFor('invalidateNamespace()').named(namespace, { signal, onPartial })
      for await (const batch of batches) {
        const gone = await Promise.all(
          batch.map(({ key, memcachedKey: ownKey }) =>
            this.#delete('invalidateNamespace', key, ownKey, { namespace, signal }),
          ),
        )
        dropped += gone.filter(Boolean).length
      }
    } catch (error) {
      failed.push(error)
    }
    return { dropped, error: failed[0] }
  }

  /** The value of an item; `undefined`, and a report, for what another has written in a way that the codec does not know. */
  #decode({ value, flags }: Item, about: Omit<Failure, 'error'>): unknown {
    try {
      return this.#options.codec.decode(value, flags)
    } catch (error) {
      if (!(error instanceof Error)) throw error
      this.#report({ ...about, error })
      return undefined
    }
  }

  /** Reports a failure of the transport and gives it back, or throws it, as `failures` says; throws whatever else it is. */
  #recover(error: unknown, about: Omit<Failure, 'error'>): TransportError {
    if (!isTransportError(error)) throw error
    this.#fail({ ...about, error })
    return error
  }

  #fail(failure: Failure): void {
    this.#report(failure)
    if (this.#options.failures === 'throw') throw failure.error
  }

  #report(failure: Failure): void {
    publishFailure(failure)
    this.#options.onFailure(failure)
  }
}

function partialOf({ partial }: TransportError): ReadonlyMap<string, Item> {
  return partial instanceof Map ? partial : new Map<string, Item>()
}
