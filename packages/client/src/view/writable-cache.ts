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
   * Stores a value. Resolves to the memcached key it is stored under, or `undefined` when it was not stored.
   *
   * A value above the server's item limit is not stored, and what the key held before is gone: memcached
   * drops it rather than serve an old value.
   *
   * With `dependencies`, their generations are read first: one more round trip, and another one for a new
   * dependency. When they cannot be read, the value is not stored.
   *
   * @param value anything that the codec takes: with the default one what JSON does, and `Uint8Array`; `null`
   *   is a value.
   * @throws {InvalidKeyError} {CodecError} {RangeError} for a key, a dependency, a value, a lifetime that can
   *   not be; nothing was sent.
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
   * Stores several values, together. Resolves to what `set` would for each, in their order. Of a key that is
   * there twice the last value is stored. An entry may have options of its own: `[key, value, { lifetime:
   * '1h' }]`.
   *
   * @throws as `set` does, when any of them can not be; nothing was sent then.
   */
  async setMany(
    entries: Iterable<SetEntry<Input>>,
    options: SetOptions = NO_OPTIONS,
  ): Promise<(string | undefined)[]> {
    checkCallOptions('setMany', 'set', options)
    return this.#parts.writer.setMany(entries, options)
  }

  /**
   * Stores a value as `set` does, if the key holds none: if `get` would find nothing. Resolves to the
   * memcached key, or to `undefined` when a value is there, or memcached fails. Of several clients that add
   * at once, one stores its value.
   *
   * @throws as `set` does.
   */
  async add(key: CacheKey, value: Input, options: SetOptions = NO_OPTIONS): Promise<string | undefined> {
    checkCallOptions('add', 'set', options)
    return this.#parts.conditional.add(key, value, options)
  }

  /**
   * Stores a value as `set` does, if the key holds one: if `get` would find something. Resolves to the
   * memcached key, or to `undefined` when nothing is there, or memcached fails. Where the value is above the
   * server's item limit, the old one stays; over `MemjsTransport` it is gone.
   *
   * @throws as `set` does, and {ConflictError} with `failures: 'throw'` when others write the key in each of
   *   128 tries.
   */
  async replace(key: CacheKey, value: Input, options: SetOptions = NO_OPTIONS): Promise<string | undefined> {
    checkCallOptions('replace', 'set', options)
    return this.#parts.conditional.replace(key, value, options)
  }

  /**
   * Gives a value another lifetime, from now on. The value and its dependencies stay. Resolves to whether
   * `get` would find one: to `false` for a stale value, and when memcached fails. `keys()` lists the key as
   * long as its value is there.
   *
   * @param lifetime absent: the default of the client or the view.
   * @throws {InvalidKeyError} {RangeError} {TypeError} for a key or a lifetime that can not be; nothing was
   *   sent.
   */
  async touch(key: CacheKey, lifetime?: Lifetime, options: KeyOptions = NO_OPTIONS): Promise<boolean> {
    checkCallOptions('touch', 'key', options)
    return this.#parts.toucher.touch(key, lifetime, options)
  }

  /**
   * Adds to a count in memcached itself: no addition of any client is lost. Resolves to the new count, or to
   * `undefined` when nothing is there and no `initial` is given, or memcached fails. A negative delta
   * subtracts, and stops at 0. To `get` and `set` a count is a number like any other.
   *
   * @param delta a whole number; absent: 1.
   * @throws {RangeError} when the count is above 2^53 - 1: it is stored, and `get` gives a bigint.
   * @throws {TransportError} `server`, with `failures: 'throw'`, when the key holds anything but a count.
   * @throws {InvalidKeyError} {RangeError} {TypeError} for arguments that can not be; nothing was sent.
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
   * Changes a value: reads it, calls `change`, and stores the result if nobody else has written the key
   * meanwhile. Otherwise it reads and calls again, up to 128 times. Resolves to the value that was stored, or
   * to `undefined` when none was.
   *
   * The value gets the lifetime of the call, from now on, as with `set`. It keeps its dependencies, and its
   * shared ones, unless the call names others of that kind. Where the next value is above the server's item
   * limit, the old one stays; over `MemjsTransport` it is gone.
   *
   * @param change gets what `get` would find, or `undefined`. When it gives `undefined`, nothing is stored.
   *   It may give a promise; meanwhile other calls for the key go on. What it throws, the call rejects with.
   * @throws as `set` does, and {ConflictError} with `failures: 'throw'` when others write the key in each of
   *   128 tries.
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
