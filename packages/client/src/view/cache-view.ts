import type { CacheKey } from '@lmc/keys'
import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { Seconds } from '@lmc/transport'
import type { ListedKey } from '../namespaces/key-lister.ts'
import { KeyTrackingDisabledError } from '../namespaces/key-tracking-disabled-error.ts'
import type { CallOptions, DependentsOptions, KeyOptions, KeysOptions } from '../options/call-options.ts'
import { checkCallOptions } from '../options/check-call-options.ts'
import { resolveView, type ViewOptions } from '../options/view-options.ts'
import { NO_OPTIONS } from '../options/no-options.ts'
import { createViewParts, type ViewParts } from './view-parts.ts'
import { WritableCache } from './writable-cache.ts'

/**
 * A view of a client's cache, with its own defaults. It shares all else with the client: transport, counters,
 * list of keys, order of calls, and retries after an outage.
 */
export class CacheView<Value = unknown, Input = Value> extends WritableCache<Value, Input> {
  readonly defaultLifetime: Seconds
  readonly defaultNamespace: string | undefined
  readonly trackKeys: boolean
  readonly #parts: ViewParts

  /** @internal */
  constructor(parts: ViewParts) {
    super(parts)
    this.#parts = parts
    this.defaultLifetime = parts.defaults.lifetime
    this.defaultNamespace = parts.defaults.namespace
    this.trackKeys = parts.namespaces !== undefined
  }

  /**
   * Makes a view: the same methods with other defaults. A view of a view starts from that view's defaults. A
   * schema types the values: its input is stored, its output is read.
   *
   * @throws {TypeError} when an option is unknown or of a wrong type.
   * @throws {RangeError} when an option is out of range.
   * @throws {InvalidKeyError} when a dependency is no valid name.
   */
  view<Schema extends StandardSchemaV1>(
    options: ViewOptions & { readonly schema: Schema },
  ): CacheView<StandardSchemaV1.InferOutput<Schema>, StandardSchemaV1.InferInput<Schema>>
  view(options: ViewOptions & { readonly schema?: undefined }): CacheView<Value, Input>
  view(options: ViewOptions): unknown {
    const { core, defaults } = this.#parts
    return new CacheView(createViewParts(core, resolveView(defaults, options)))
  }

  /**
   * Drops a value. Resolves to whether there was one, and to `false` when memcached fails.
   *
   * @throws {InvalidKeyError} for an invalid key; nothing was sent.
   */
  async invalidate(key: CacheKey, options: KeyOptions = NO_OPTIONS): Promise<boolean> {
    checkCallOptions('invalidate', 'key', options)
    return this.#parts.invalidator.invalidate(key, options)
  }

  /**
   * Drops several values together. Resolves to how many there were.
   *
   * @throws {InvalidKeyError} for an invalid key; nothing was sent.
   */
  async invalidateMany(keys: Iterable<CacheKey>, options: KeyOptions = NO_OPTIONS): Promise<number> {
    checkCallOptions('invalidateMany', 'key', options)
    return this.#parts.invalidator.invalidateMany(keys, options)
  }

  /**
   * Drops all values that have any of the names among their `dependencies`, or with `shared` among their
   * `sharedDependencies`. One delete for each name drops the values of all processes, however many they are.
   * Resolves to whether any value may have depended on the names. `keys()` lists such values until they
   * expire.
   *
   * @throws {InvalidKeyError} for an invalid name; nothing was sent.
   */
  async invalidateDependents(
    names: Iterable<CacheKey>,
    options: DependentsOptions = NO_OPTIONS,
  ): Promise<boolean> {
    checkCallOptions('invalidateDependents', 'dependents', options)
    return this.#parts.invalidator.invalidateDependents(names, options)
  }

  /**
   * Drops all listed values of a namespace, batch by batch. Resolves to how many there were. A key that is
   * set meanwhile is either gone or listed.
   *
   * @param namespace absent: the default of the client or the view.
   * @throws {KeyTrackingDisabledError} when this client does not track keys.
   */
  async invalidateNamespace(namespace?: string, options: CallOptions = NO_OPTIONS): Promise<number> {
    checkCallOptions('invalidateNamespace', 'call', options)
    const { namespaces, namespacedKeys, calls } = this.#parts
    if (namespaces === undefined) throw new KeyTrackingDisabledError('invalidateNamespace()')
    const target = { namespace: namespacedKeys.namespaceOf(namespace) }
    return calls.run('invalidateNamespace', target, 0, (call) =>
      namespaces.drop(call, target.namespace, options),
    )
  }

  /**
   * Resolves to the cache keys of a namespace that hold something, each once, in no particular order. All
   * processes whose clients track keys share the list. A key is listed as it was given to `set`. An object
   * that names itself is listed by that name, and a raw key as a `RawKey`. Stale values are listed as well.
   *
   * @param namespace absent: the default of the client or the view.
   * @throws {KeyTrackingDisabledError} when this client does not track keys.
   */
  async keys(namespace?: string, options: KeysOptions = NO_OPTIONS): Promise<ListedKey[]> {
    checkCallOptions('keys', 'keys', options)
    return this.#parts.lister.keys(namespace, options)
  }

  /**
   * Gives what `keys` resolves to, key by key. Its memory does not grow with the number of keys, so a
   * namespace may have any size. A key that is set meanwhile may be missing.
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
}
