import type { CacheKey } from '@lmc/keys'
import type { KeyName } from '../keys/namespaced-keys.ts'
import type { GetOptions, KeyOptions } from '../options/call-options.ts'
import { checkCallOptions } from '../options/check-call-options.ts'
import { NO_OPTIONS } from '../options/no-options.ts'
import type { ViewParts } from './view-parts.ts'

/**
 * The methods that read values.
 *
 * @template Value the type of the values. `unknown`: each call says its own.
 */
export class ReadableCache<Value = unknown> {
  readonly #parts: ViewParts

  /** @internal */
  constructor(parts: ViewParts) {
    this.#parts = parts
  }

  /**
   * Resolves to the value, or to `default` when the key holds none. A value that the codec or the schema
   * cannot read is a miss, and reported. Without a schema the type is what the caller says; nothing checks
   * it.
   *
   * @throws {InvalidKeyError} for an invalid key; nothing was sent.
   */
  get<T extends Value = Value>(
    key: CacheKey,
    options: GetOptions<null> & { readonly default: null },
  ): Promise<T | null>
  get<T extends Value = Value>(
    key: CacheKey,
    options: GetOptions<readonly never[]> & { readonly default: readonly never[] },
  ): Promise<T | never[]>
  get<T extends Value>(key: CacheKey, options: GetOptions<T> & { readonly default: T }): Promise<T>
  get<T extends Value, D>(key: CacheKey, options: GetOptions<D> & { readonly default: D }): Promise<T | D>
  get<T extends Value = Value>(key: CacheKey, options?: GetOptions<undefined>): Promise<T | undefined>
  get(key: CacheKey, options: GetOptions<unknown> = NO_OPTIONS): Promise<unknown> {
    try {
      if (options !== NO_OPTIONS) checkCallOptions('get', 'get', options)
      return this.#parts.reader.get(key, options)
    } catch (error) {
      return Promise.reject(error)
    }
  }

  /**
   * Resolves to the values by cache key, in the order of the keys. Keys without a value are absent.
   *
   * @throws {InvalidKeyError} for an invalid key; nothing was sent.
   */
  async getMany<T extends Value = Value, K extends CacheKey = CacheKey>(
    keys: Iterable<K>,
    options: KeyOptions = NO_OPTIONS,
  ): Promise<Map<K, T>> {
    checkCallOptions('getMany', 'key', options)
    return this.#parts.reader.getMany<T, K>(keys, options)
  }

  /**
   * Resolves to whether `get` would find a value. This reads the value, and counts a hit or a miss.
   *
   * @throws {InvalidKeyError} for an invalid key; nothing was sent.
   */
  async has(key: CacheKey, options: KeyOptions = NO_OPTIONS): Promise<boolean> {
    checkCallOptions('has', 'key', options)
    return this.#parts.reader.has(key, options)
  }

  /**
   * Resolves to the keys that `getMany` would find, in the order of `keys`.
   *
   * @throws {InvalidKeyError} for an invalid key; nothing was sent.
   */
  async hasMany<K extends CacheKey>(keys: Iterable<K>, options: KeyOptions = NO_OPTIONS): Promise<Set<K>> {
    checkCallOptions('hasMany', 'key', options)
    return this.#parts.reader.hasMany(keys, options)
  }

  /**
   * Gives the memcached key of a value, for use with the transport or another client.
   *
   * @throws {InvalidKeyError} for an invalid key.
   * @throws {TypeError} when an option is unknown.
   */
  memcachedKey(key: CacheKey, options: KeyName = {}): string {
    checkCallOptions('memcachedKey', 'name', options)
    return this.#parts.namespacedKeys.memcachedKeyOf(key, options)
  }
}
