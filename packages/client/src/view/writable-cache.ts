import type { CacheKey } from '@lmc/keys'
import type { SetEntry, SetOptions } from '../options/call-options.ts'
import { checkCallOptions } from '../options/check-call-options.ts'
import { NO_OPTIONS } from '../options/no-options.ts'
import { ReadableCache } from './readable-cache.ts'
import type { ViewParts } from './view-parts.ts'

/**
 * The methods that store values.
 *
 * @template Input what may be stored.
 */
export class WritableCache<Value = unknown, Input = Value> extends ReadableCache<Value> {
  readonly #parts: ViewParts

  /** @internal */
  constructor(parts: ViewParts) {
    super(parts)
    this.#parts = parts
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
  set(key: CacheKey, value: Input, options: SetOptions = NO_OPTIONS): Promise<string | undefined> {
    try {
      if (options !== NO_OPTIONS) checkCallOptions('set', 'set', options)
      return this.#parts.writer.set(key, value, options)
    } catch (error) {
      return Promise.reject(error)
    }
  }

  /**
   * Stores several values, together. Resolves to what `set` would for each, in their order. Of a key that is there twice the last value is
   * stored. An entry may have options of its own: `[key, value, { lifetime: '1h' }]`.
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
}
