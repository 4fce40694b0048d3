import type { CacheKey, PlainKey } from '@lmc/keys'
import type { KeyAudit, NamespaceSize } from '@lmc/tracker'
import type { Milliseconds, Seconds, ServerStatistics, Transport } from '@lmc/transport'
import { type Counters, createCounters } from './calls/counters.ts'
import { type ClientParts, createParts } from './create-parts.ts'
import { setBackgroundTimer } from './guard/background-timer.ts'
import type { AuditOptions, ListedKey } from './namespaces/key-lister.ts'
import { KeyTrackingDisabledError } from './namespaces/key-tracking-disabled-error.ts'
import type {
  CallOptions,
  DependentsOptions,
  GetOptions,
  KeyOptions,
  KeysOptions,
  SetOptions,
} from './options/call-options.ts'
import { checkCallOptions } from './options/check-call-options.ts'
import { type MemcachedClientOptions, resolveOptions } from './options/client-options.ts'

const NO_OPTIONS = Object.freeze({})

/** How long `close()` waits for namespaces that are still being dropped. */
const LAST_CHANCE: Milliseconds = 500

/**
 * A cache in memcached for any value under any key.
 *
 * When memcached fails, calls resolve as if nothing were cached, or reject, as `failures` says; either way the failure goes to
 * `onFailure` and to the diagnostics channel `lmc:failure`. A mistake of the caller always rejects, before anything is sent:
 * `InvalidKeyError`, `CodecError`, a `RangeError` for a lifetime, a `TypeError` for arguments of a wrong type.
 *
 * The calls of one client for one key are carried out in their order, also when they are not awaited.
 */
export class MemcachedClient {
  readonly transport: Transport
  readonly defaultLifetime: Seconds
  readonly defaultNamespace: string | undefined
  readonly trackKeys: boolean
  /** What this client has seen since it was made. */
  readonly counters: Readonly<Counters> = createCounters()
  readonly #parts: ClientParts

  /**
   * @throws {TypeError} when there is no transport, or an option is unknown or of a wrong type.
   * @throws {RangeError} when the default lifetime is not a whole number of seconds from 0 on, or another option is out of range.
   */
  constructor(options: MemcachedClientOptions) {
    const resolved = resolveOptions(options)
    this.transport = resolved.transport
    this.defaultLifetime = resolved.defaultLifetime
    this.defaultNamespace = resolved.defaultNamespace
    this.trackKeys = resolved.trackKeys
    this.#parts = createParts(resolved, this.counters)
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
  set(key: CacheKey, value: unknown, options: SetOptions = NO_OPTIONS): Promise<string | undefined> {
    try {
      if (options !== NO_OPTIONS) checkCallOptions('set', 'set', options)
      return this.#parts.writer.set(key, value, options)
    } catch (error) {
      return Promise.reject(error)
    }
  }

  /**
   * Stores several values, together. Resolves to what `set` would for each, in their order. Of a key that is there twice the last value is
   * stored.
   *
   * @throws as `set` does, when any of them can not be; nothing was sent then.
   */
  async setMany(
    entries: Iterable<readonly [key: CacheKey, value: unknown]>,
    options: SetOptions = NO_OPTIONS,
  ): Promise<(string | undefined)[]> {
    checkCallOptions('setMany', 'set', options)
    return this.#parts.writer.setMany(entries, options)
  }

  /**
   * Resolves to the value, or to `default` when the key holds nothing, or nothing that the codec can decode (which is reported). The type is
   * what the caller says was stored: it is not checked.
   *
   * @throws {InvalidKeyError} for what can not be a key; nothing was sent.
   */
  get<T = unknown>(key: CacheKey, options: GetOptions<null> & { readonly default: null }): Promise<T | null>
  get<T = unknown>(
    key: CacheKey,
    options: GetOptions<readonly never[]> & { readonly default: readonly never[] },
  ): Promise<T | never[]>
  get<T>(key: CacheKey, options: GetOptions<T> & { readonly default: T }): Promise<T>
  get<T, D>(key: CacheKey, options: GetOptions<D> & { readonly default: D }): Promise<T | D>
  get<T = unknown>(key: CacheKey, options?: GetOptions<undefined>): Promise<T | undefined>
  get(key: CacheKey, options: GetOptions<unknown> = NO_OPTIONS): Promise<unknown> {
    try {
      if (options !== NO_OPTIONS) checkCallOptions('get', 'get', options)
      return this.#parts.reader.get(key, options)
    } catch (error) {
      return Promise.reject(error)
    }
  }

  /**
   * Resolves to the values that are there, by the cache keys as they were given, in their order.
   *
   * @throws {InvalidKeyError} for what can not be a key; nothing was sent.
   */
  async getMany<T = unknown, K extends CacheKey = CacheKey>(
    keys: Iterable<K>,
    options: KeyOptions = NO_OPTIONS,
  ): Promise<Map<K, T>> {
    checkCallOptions('getMany', 'key', options)
    return this.#parts.reader.getMany<T, K>(keys, options)
  }

  /**
   * Drops the value. Resolves to whether one was there; to `false` also when memcached failed.
   *
   * @throws {InvalidKeyError} for what can not be a key; nothing was sent.
   */
  async invalidate(key: CacheKey, options: KeyOptions = NO_OPTIONS): Promise<boolean> {
    checkCallOptions('invalidate', 'key', options)
    return this.#parts.dropper.invalidate(key, options)
  }

  /**
   * Drops several values, together. Resolves to how many were there.
   *
   * @throws {InvalidKeyError} for what can not be a key; nothing was sent.
   */
  async invalidateMany(keys: Iterable<CacheKey>, options: KeyOptions = NO_OPTIONS): Promise<number> {
    checkCallOptions('invalidateMany', 'key', options)
    return this.#parts.dropper.invalidateMany(keys, options)
  }

  /**
   * Drops all values that were set with any of the names among their `dependencies`, or with `shared` among their `sharedDependencies`, from
   * whatever process, however many they are: one delete for each name. Resolves to whether any value may have depended on them. `keys()`
   * lists such values until they expire.
   *
   * @throws {InvalidKeyError} for what can not be a name; nothing was sent.
   */
  async invalidateDependents(
    names: Iterable<CacheKey>,
    options: DependentsOptions = NO_OPTIONS,
  ): Promise<boolean> {
    checkCallOptions('invalidateDependents', 'dependents', options)
    return this.#parts.dropper.invalidateDependents(names, options)
  }

  /**
   * Drops all values of a namespace that are listed, batch by batch. Resolves to how many were there. A key that is set meanwhile is gone or
   * listed. Absent namespace: the client's default.
   *
   * @throws {KeyTrackingDisabledError} when this client does not track keys.
   */
  async invalidateNamespace(namespace?: string, options: CallOptions = NO_OPTIONS): Promise<number> {
    checkCallOptions('invalidateNamespace', 'call', options)
    const { namespaces, keySpace, calls } = this.#parts
    if (namespaces === undefined) throw new KeyTrackingDisabledError('invalidateNamespace()')
    const target = { namespace: keySpace.namespaceOf(namespace) }
    return calls.run('invalidateNamespace', target, 0, (call) =>
      namespaces.drop(call, target.namespace, options),
    )
  }

  /**
   * Drops everything that the servers hold: every namespace, also what others have stored. Resolves to whether all servers have done so. While a
   * server could not be flushed, this client deletes each of its keys before it reads it.
   */
  async invalidateAll(options: CallOptions = NO_OPTIONS): Promise<boolean> {
    checkCallOptions('invalidateAll', 'call', options)
    return this.#parts.dropper.invalidateAll(options)
  }

  /**
   * Resolves to the namespaces that keys are listed of, with what the list of each costs: its items, bytes, and keys, also of values that
   * are gone by now. `namespace` is `undefined` for keys without one.
   *
   * @throws {KeyTrackingDisabledError} when this client does not track keys.
   */
  async namespaces(options: CallOptions = NO_OPTIONS): Promise<NamespaceSize[]> {
    checkCallOptions('namespaces', 'call', options)
    return this.#parts.lister.namespaces(options)
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
  async auditKeys(options: AuditOptions): Promise<KeyAudit<PlainKey>> {
    checkCallOptions('auditKeys', 'audit', options)
    return this.#parts.lister.auditKeys(options)
  }

  /**
   * Resolves to the cache keys of the namespace that are in the cache, as they were given to a `set` of any client that tracks keys, in
   * any process; each once, in no particular order. An object that names itself is listed by that name, a raw key as a `RawKey`. Absent
   * namespace: the client's default.
   *
   * @throws {KeyTrackingDisabledError} when this client does not track keys.
   */
  async keys(namespace?: string, options: KeysOptions = NO_OPTIONS): Promise<ListedKey[]> {
    checkCallOptions('keys', 'keys', options)
    return this.#parts.lister.keys(namespace, options)
  }

  /**
   * Gives what `keys` resolves to, key by key, in memory that does not grow with their number: for namespaces of any size. A key that is
   * set meanwhile may be given or not.
   *
   * @throws {KeyTrackingDisabledError} when this client does not track keys.
   */
  async *iterateKeys(
    namespace?: string,
    options: KeysOptions = NO_OPTIONS,
  ): AsyncGenerator<ListedKey, void, undefined> {
    checkCallOptions('iterateKeys', 'keys', options)
    yield* this.#parts.lister.iterateKeys(namespace, options)
  }

  /**
   * Resolves to one entry per server: its name and its own figures, by memcached's names. A server that failed has an empty one, with
   * the error.
   *
   * @see https://github.com/memcached/memcached/blob/master/doc/protocol.txt section "General-purpose statistics"
   */
  async getStatistics(options: CallOptions = NO_OPTIONS): Promise<ServerStatistics[]> {
    checkCallOptions('getStatistics', 'call', options)
    return this.#parts.calls.run<ServerStatistics[]>('getStatistics', {}, [], async (call) => {
      const entries = await this.transport.statistics(options)
      for (const { error } of entries) if (error !== undefined) call.fail(error)
      return entries
    })
  }

  /**
   * Retries what is pending for the last time, lets the calls in flight settle, and closes the transport, all within two time-outs. What cannot
   * be retried is reported. Later calls fail with `closed`.
   */
  async close(): Promise<void> {
    const { guarded, namespaces, lister } = this.#parts
    const dropped = Promise.all([namespaces?.close(), lister.close()])
    try {
      await guarded.giveUp()
      await Promise.race([dropped, sleep(LAST_CHANCE)])
    } finally {
      await guarded.close()
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}

function sleep(duration: Milliseconds): Promise<void> {
  return new Promise((resolve) => void setBackgroundTimer(resolve, duration))
}
