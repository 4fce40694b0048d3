import { type CacheKey, memcachedKey, type PlainKey } from '@lmc/keys'
import { type KeyAudit, KeyTracker, type NamespaceSize } from '@lmc/tracker'
import type { Seconds, ServerStatistics, Transport } from '@lmc/transport'
import type { Dependencies, GetOptions, KeyOptions, KeysOptions, SetOptions } from './call-options.ts'
import { type MemcachedClientOptions, resolveOptions } from './client-options.ts'
import { DependencyGenerations, withoutGenerations } from './dependency-generations.ts'
import { FailureReporter } from './failure-reporter.ts'
import { Invalidator } from './invalidator.ts'
import { KeyTrackingDisabledError } from './key-tracking-disabled-error.ts'
import { LostInvalidationsError } from './lost-invalidations-error.ts'
import { NamespaceDropper } from './namespace-dropper.ts'
import { TrustedItems, type TrustedItemsOptions } from './trusted-items.ts'
import { ValueReader } from './value-reader.ts'
import { ValueWriter } from './value-writer.ts'

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
  readonly #reporter: FailureReporter
  readonly #items: TrustedItems
  readonly #writer: ValueWriter
  readonly #reader: ValueReader
  readonly #invalidator: Invalidator
  readonly #tracker: KeyTracker<PlainKey> | undefined
  readonly #namespaces: NamespaceDropper | undefined

  /**
   * @throws {TypeError} when there is no transport, or an option is of a wrong type.
   * @throws {RangeError} when the default lifetime is not a whole number of seconds from 0 on, or another number is out of range.
   */
  constructor(options: MemcachedClientOptions) {
    const resolved = resolveOptions(options)
    const { transport, defaultNamespace, rememberedInvalidations: limit } = resolved
    this.transport = transport
    this.defaultLifetime = resolved.defaultLifetime
    this.defaultNamespace = defaultNamespace
    this.trackKeys = resolved.trackKeys
    const reporter = new FailureReporter(resolved.failures, resolved.onFailure)
    const onLost: TrustedItemsOptions['onLost'] = (what, names, why) =>
      reporter.report({ operation: 'invalidate', error: new LostInvalidationsError(what, names, why) })
    const items = new TrustedItems({ transport, limit, onLost })
    const generations = new DependencyGenerations(transport, items)
    const tracker = this.trackKeys
      ? new KeyTracker<PlainKey>({
          transport,
          memcachedKey,
          onPartial: (error) => reporter.fail({ operation: 'keys', error }),
          onSkipped: (error) => reporter.report({ operation: 'keys', error }),
        })
      : undefined
    const invalidator = new Invalidator({ items, generations, reporter, defaultNamespace })
    const namespaces =
      tracker &&
      new NamespaceDropper({
        tracker,
        invalidator,
        reporter,
        limit,
        onLost: (names, why) => onLost('namespaces', names, why),
      })
    this.#reporter = reporter
    this.#items = items
    this.#tracker = tracker
    this.#invalidator = invalidator
    this.#namespaces = namespaces
    this.#writer = new ValueWriter({ ...resolved, items, generations, tracker, reporter })
    this.#reader = new ValueReader({ ...resolved, items, generations, namespaces, reporter })
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
  set(key: CacheKey, value: unknown, options: SetOptions = {}): Promise<string | undefined> {
    return this.#writer.set(key, value, options)
  }

  /**
   * Stores several values, together. Resolves to what `set` would for each, in their order.
   *
   * @throws as `set` does, when any of them can not be; nothing was sent then.
   */
  setMany(
    entries: Iterable<readonly [key: CacheKey, value: unknown]>,
    options: SetOptions = {},
  ): Promise<(string | undefined)[]> {
    return this.#writer.setMany(entries, options)
  }

  /**
   * Resolves to the value, or to `default` when the key holds nothing, or nothing that the codec can decode (which is reported).
   *
   * @throws {InvalidKeyError} for what can not be a key; nothing was sent.
   */
  get<T = unknown>(key: CacheKey, options: GetOptions<T> & { readonly default: T }): Promise<T>
  get<T = unknown>(key: CacheKey, options?: GetOptions<T>): Promise<T | undefined>
  get<T = unknown>(key: CacheKey, options: GetOptions<T> = {}): Promise<T | undefined> {
    return this.#reader.get(key, options)
  }

  /**
   * Resolves to the values that are there, by the cache keys as they were given, in their order.
   *
   * @throws {InvalidKeyError} for what can not be a key; nothing was sent.
   */
  getMany<K extends CacheKey, T = unknown>(keys: Iterable<K>, options: KeyOptions = {}): Promise<Map<K, T>> {
    return this.#reader.getMany(keys, options)
  }

  /**
   * Drops the value. Resolves to whether one was there; to `false` also when memcached failed.
   *
   * With `{ dependencies }` it drops all values of the namespace that were set with any of them, from whatever process, however many they
   * are: one delete for each. Resolves to whether any value may have depended on them. `keys()` lists such values until they expire.
   *
   * @throws {InvalidKeyError} for what can not be a key; nothing was sent.
   */
  invalidate(what: CacheKey | Dependencies, options: KeyOptions = {}): Promise<boolean> {
    return this.#invalidator.invalidate(what, options)
  }

  /**
   * Drops several values, together. Resolves to how many were there.
   *
   * @throws {InvalidKeyError} for what can not be a key; nothing was sent.
   */
  invalidateMany(keys: Iterable<CacheKey>, options: KeyOptions = {}): Promise<number> {
    return this.#invalidator.invalidateMany(keys, options)
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
    if (this.#namespaces === undefined) throw new KeyTrackingDisabledError('invalidateNamespace()')
    return this.#namespaces.drop(namespace, { signal })
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
   * Compares the lists of all namespaces with what the servers hold, and tells which keys are listed and gone, and which are there and not
   * listed, by their memcached keys, for more of those is not known. An index can be evicted like any item, and this shows it.
   *
   * `dump` gives the memcached keys of all items of the servers: `transport.dumpKeys()`, which `MetaTransport` and `MemoryTransport` have.
   * It may be another transport than that of this client: the protocol of `MemjsTransport` has no such command.
   *
   * @throws {KeyTrackingDisabledError} when this client does not track keys.
   * @throws {TransportError} under both policies, also when only some servers fail: half an audit is none.
   */
  async auditKeys({
    dump,
    signal,
  }: {
    readonly dump: AsyncIterable<string>
    readonly signal?: AbortSignal | undefined
  }): Promise<KeyAudit<PlainKey>> {
    return this.#trackerFor('auditKeys()').auditKeys({ dump: withoutGenerations(dump), signal })
  }

  /**
   * Drops everything that the servers hold: every namespace, also what others have stored. Resolves to whether all servers have done so.
   */
  invalidateAll({ signal }: Pick<KeyOptions, 'signal'> = {}): Promise<boolean> {
    return this.#invalidator.invalidateAll({ signal })
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
        if (error !== undefined) this.#reporter.recover(error, { operation: 'getStatistics' })
      return entries
    } catch (error) {
      this.#reporter.recover(error, { operation: 'getStatistics' })
      return []
    }
  }

  /** Lets the calls in flight settle and closes the transport. Later calls fail with `closed`. */
  async close(): Promise<void> {
    await Promise.all([this.#items.close(), this.#namespaces?.close(), this.#tracker?.close()])
    await this.transport.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  #trackerFor(method: string): KeyTracker<PlainKey> {
    if (this.#tracker === undefined) throw new KeyTrackingDisabledError(method)
    return this.#tracker
  }
}
