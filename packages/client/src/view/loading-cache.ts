import type { CacheKey } from '@lmc/keys'
import type { GetOrSetOptions, LoadContext, Loaded, LoadMany, Load } from '../loading/get-or-set-options.ts'
import { checkCallOptions } from '../options/check-call-options.ts'
import { NO_OPTIONS } from '../options/no-options.ts'
import { ReadableCache } from './readable-cache.ts'
import type { ViewParts } from './view-parts.ts'

/**
 * The methods that load values where there are none.
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
   * Resolves to the value; where there is none, `load` is called and its value is stored: once at a time in
   * all processes that use the same servers. The others wait for it, or take a stale value. The types are
   * what the caller says, as in `get`.
   *
   * What was stored or invalidated while `load` runs wins: its value then goes to the callers, and is not
   * stored. The same is so where memcached fails. `null` is stored, `undefined` is not. All callers of a
   * process who wait for one load are given the same value.
   *
   * @throws what `load` throws, unless a stale value can be given; nothing is stored then.
   * @throws {CodecError} {SchemaError} for a value that cannot be stored.
   * @throws {InvalidKeyError} {RangeError} {TypeError} for a key, a dependency, an option that can not be.
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
   * The same for several keys. Resolves to the values by the cache keys as they were given, in their order.
   * `load` is called with the keys that are missing, and gives a `Map` or any iterable of pairs; a key that
   * it leaves out has no value. Keys that another process is loading are waited for, and not given to `load`.
   *
   * @throws as `getOrSet`; also {TypeError} when `load` gives a key that it was not asked for.
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

/** What a caller is given: what the schema makes of a value, and where there is none what was loaded. */
export type Given<Value, T> = unknown extends Value ? T : Value
