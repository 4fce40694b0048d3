import type { CacheKey } from '@lmc/keys'
import type { GetOrSetOptions, LoadContext, Loaded, LoadMany, Load } from '../loading/get-or-set-options.ts'
import { checkCallOptions } from '../options/check-call-options.ts'
import { NO_OPTIONS } from '../options/no-options.ts'
import { ReadableCache } from './readable-cache.ts'
import type { ViewParts } from './view-parts.ts'

/**
 * The methods that load missing values.
 *
 * @template Input what may be stored.
 */
export class LoadingCache<Value = unknown, Input = Value> extends ReadableCache<Value> {
  readonly #parts: ViewParts

  /** @internal */
  constructor(parts: ViewParts) {
    super(parts)
    this.#parts = parts
  }

  /**
   * Resolves to the value. When there is none, this calls `load` and stores its value. Only one process of
   * all that use the same servers loads a key at a time. The others wait for its value, or are given a stale
   * one. The types are what the caller says, as in `get`.
   *
   * When the key is stored or invalidated while `load` runs, the loaded value goes to the callers and is not
   * stored. The same holds when memcached fails. `null` is stored, `undefined` is not. All callers of a
   * process who wait for one load are given the same value. It is stored as the call says that began the
   * load, with that call's lifetime and dependencies.
   *
   * @throws what `load` throws, unless there is a stale value. Nothing is stored then.
   * @throws {CodecError} {SchemaError} for a value that cannot be stored.
   * @throws {InvalidKeyError} {RangeError} {TypeError} for an invalid key, dependency or option.
   */
  getOrSet<T extends Input>(
    key: CacheKey,
    load: (context: LoadContext<Given<Value, T> | undefined>) => T | PromiseLike<T>,
    options: GetOrSetOptions = NO_OPTIONS,
  ): Promise<Given<Value, T>> {
    try {
      if (options !== NO_OPTIONS) checkCallOptions('getOrSet', 'getOrSet', options)
      const value = this.#parts.loader.getOrSet(key, load as Load<unknown>, options)
      // The caller says what type was stored. A cache without a schema cannot check it.
      return value as Promise<Given<Value, T>>
    } catch (error) {
      return Promise.reject(error)
    }
  }

  /**
   * Does the same for several keys. Resolves to the values by cache key, in the order of the keys. `load`
   * takes the missing keys, and gives a `Map` or any iterable of pairs. A key that it leaves out has no
   * value. Keys that another process loads are waited for, and not given to `load`.
   *
   * @throws as `getOrSet`, and {TypeError} when `load` gives no pairs, or a key that it was not asked for.
   */
  async getOrSetMany<T extends Input, K extends CacheKey = CacheKey>(
    keys: Iterable<K>,
    load: (
      keys: readonly K[],
      context: LoadContext<ReadonlyMap<K, Given<Value, T>>>,
    ) => Loaded<T, K> | PromiseLike<Loaded<T, K>>,
    options: GetOrSetOptions = NO_OPTIONS,
  ): Promise<Map<K, Given<Value, T>>> {
    checkCallOptions('getOrSetMany', 'getOrSet', options)
    const values = await this.#parts.manyLoader.getOrSetMany(keys, load as LoadMany<unknown, K>, options)
    return values as Map<K, Given<Value, T>>
  }
}

/** What a caller is given: the output of the schema, and without a schema what `load` gives. */
export type Given<Value, T> = unknown extends Value ? T : Value
