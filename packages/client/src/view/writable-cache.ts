import type { CacheKey } from '@lmc/keys'
import type { IncrementOptions, KeyOptions, SetEntry, SetOptions } from '../options/call-options.ts'
import type { Lifetime } from '../options/lifetime.ts'
import { checkCallOptions } from '../options/check-call-options.ts'
import { NO_OPTIONS } from '../options/no-options.ts'
import { LoadingCache } from './loading-cache.ts'
import type { ViewParts } from './view-parts.ts'

/**
 * The methods that store values.
 *
 * @template Input what may be stored.
 */
export class WritableCache<Value = unknown, Input = Value> extends LoadingCache<Value, Input> {
  readonly #parts: ViewParts

  /** @internal */
  constructor(parts: ViewParts) {
    super(parts)
    this.#parts = parts
  }

  /**
   * Stores a value. Resolves to its memcached key, or to `undefined` when it was not stored.
   *
   * A value above the server's item limit is not stored. memcached then drops what the key held before, so
   * that no old value is served.
   *
   * `dependencies` cost one more round trip, to read their generations, and another one for a new dependency.
   * When the generations cannot be read, the value is not stored.
   *
   * @param value anything that the codec takes. The default codec takes what JSON holds, and `Uint8Array`.
   *   `null` is a value.
   * @throws {InvalidKeyError} {CodecError} {RangeError} for an invalid key, dependency, value or lifetime;
   *   nothing was sent.
   */
  set(key: CacheKey, value: Input, options: SetOptions = NO_OPTIONS): Promise<string | undefined> {
    try {
      if (options !== NO_OPTIONS) checkCallOptions('set', 'set', options)
      return this.#parts.writer.set(key, value, options)
    } catch (error) {
      return Promise.reject(error)
    }
  }

  /**
   * Stores several values together. Resolves to what `set` would for each, in their order. For a key that is
   * given twice, the last value is stored. An entry may have options of its own:
   * `[key, value, { lifetime: '1h' }]`.
   *
   * @throws as `set`, when any entry is invalid; nothing was sent.
   */
  async setMany(
    entries: Iterable<SetEntry<Input>>,
    options: SetOptions = NO_OPTIONS,
  ): Promise<(string | undefined)[]> {
    checkCallOptions('setMany', 'set', options)
    return this.#parts.writer.setMany(entries, options)
  }

  /**
   * Stores a value as `set` does, if `get` would find none. Resolves to the memcached key, or to `undefined`
   * when there is a value, or memcached fails. When several clients add at once, one of them stores its
   * value.
   *
   * @throws as `set`.
   */
  async add(key: CacheKey, value: Input, options: SetOptions = NO_OPTIONS): Promise<string | undefined> {
    checkCallOptions('add', 'set', options)
    return this.#parts.conditional.add(key, value, options)
  }

  /**
   * Stores a value as `set` does, if `get` would find one. Resolves to the memcached key, or to `undefined`
   * when there is no value, or memcached fails. A value above the server's item limit leaves the old one
   * there; over `MemjsTransport` the old one is gone.
   *
   * @throws as `set`, and with `failures: 'throw'` {ConflictError} when others write the key in each of 128
   *   tries.
   */
  async replace(key: CacheKey, value: Input, options: SetOptions = NO_OPTIONS): Promise<string | undefined> {
    checkCallOptions('replace', 'set', options)
    return this.#parts.conditional.replace(key, value, options)
  }

  /**
   * Gives a value another lifetime, from now on. The value and its dependencies stay. Resolves to whether
   * `get` would find one: to `false` for a stale value, and when memcached fails.
   *
   * @param lifetime absent: the default of the client or the view.
   * @throws {InvalidKeyError} {RangeError} {TypeError} for an invalid key or lifetime; nothing was sent.
   */
  async touch(key: CacheKey, lifetime?: Lifetime, options: KeyOptions = NO_OPTIONS): Promise<boolean> {
    checkCallOptions('touch', 'key', options)
    return this.#parts.toucher.touch(key, lifetime, options)
  }

  /**
   * Adds to a count. memcached itself adds, so no addition of any client is lost. Resolves to the new count.
   * It resolves to `undefined` when there is no count and no `initial`, and when memcached fails. A negative
   * delta subtracts, down to 0. To `get` and `set` a count is a number like any other.
   *
   * @param delta a whole number; absent: 1.
   * @throws {RangeError} when the count is above 2^53 - 1. The count is stored, and `get` gives a bigint.
   * @throws {TransportError} `server`, with `failures: 'throw'`, when the key holds anything but a count.
   * @throws {InvalidKeyError} {RangeError} {TypeError} for invalid arguments; nothing was sent.
   */
  async increment(
    key: CacheKey,
    delta = 1,
    options: IncrementOptions = NO_OPTIONS,
  ): Promise<number | undefined> {
    checkCallOptions('increment', 'increment', options)
    return this.#parts.counter.increment(key, delta, options)
  }

  /**
   * Changes a value. It reads the value, calls `change`, and stores the result if nobody has written the key
   * meanwhile. Otherwise it tries again, up to 128 times. Resolves to the value that was stored, or to
   * `undefined` when none was.
   *
   * The value gets the lifetime of the call, as with `set`. It keeps its dependencies, and its shared ones,
   * unless the call names others of that kind. A next value above the server's item limit leaves the old one
   * there; over `MemjsTransport` the old one is gone.
   *
   * @param change takes what `get` would find, or `undefined`. When it gives `undefined`, nothing is stored.
   *   It may give a promise; other calls for the key go on meanwhile. The call rejects with what it throws.
   * @throws as `set`, and with `failures: 'throw'` {ConflictError} when others write the key in each of 128
   *   tries.
   */
  async update<T extends Value = Value, Next extends Input = Input & T>(
    key: CacheKey,
    change: (value: T | undefined) => Next | undefined | PromiseLike<Next | undefined>,
    options: SetOptions = NO_OPTIONS,
  ): Promise<Next | undefined> {
    checkCallOptions('update', 'set', options)
    const next = await this.#parts.updater.update(key, change as (value: unknown) => unknown, options)
    return next as Next | undefined
  }
}
