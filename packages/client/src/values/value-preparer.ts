import type { Codec } from '@lmc/codec'
import type { CacheKey, PlainKey } from '@lmc/keys'
import type { IndexEntry, KeyTracker } from '@lmc/tracker'
import type { Item, Seconds } from '@lmc/transport'
import type { KeyName, NamespacedKeys } from '../keys/namespaced-keys.ts'
import { type Lifetime, toSeconds } from '../options/lifetime.ts'
import type { ViewDefaults } from '../options/view-defaults.ts'
import { encodeBy } from './encode-by.ts'

export interface ValuePreparerOptions {
  readonly namespacedKeys: NamespacedKeys
  /** Absent: keys are not listed. */
  readonly tracker: KeyTracker<PlainKey> | undefined
  readonly codec: Codec
  readonly defaults: ViewDefaults
}

/** A key to write, with the lifetime of its value. */
export interface PreparedKey {
  readonly key: CacheKey
  readonly memcachedKey: string
  readonly lifetime: Seconds
  /** The entry for the list of keys. `undefined`: keys are not tracked. */
  readonly entry: IndexEntry | undefined
}

/** A value to store. */
export interface PreparedValue extends PreparedKey {
  /** The result of the codec. */
  readonly encoded: Item
  /** Resolves when an asynchronous schema accepts the value. `undefined`: the value is already accepted. */
  readonly checked: Promise<void> | undefined
}

/** How a key is written. */
interface WriteOptions extends KeyName {
  readonly lifetime?: Lifetime | undefined
}

/** Prepares keys and values to write. Finds every mistake of the caller before anything is sent. */
export class ValuePreparer {
  readonly #options: ValuePreparerOptions

  constructor(options: ValuePreparerOptions) {
    this.#options = options
  }

  /**
   * @throws {InvalidKeyError} {RangeError} {TypeError} {TrackerError} for an invalid key or lifetime.
   */
  key(key: CacheKey, options: WriteOptions): PreparedKey {
    const { tracker, namespacedKeys, defaults } = this.#options
    const lifetime = options.lifetime === undefined ? defaults.lifetime : toSeconds(options.lifetime)
    const memcachedKey = namespacedKeys.memcachedKeyOf(key, options)
    const entry = tracker?.entry(namespacedKeys.trackedKey(key, options))
    return { key, memcachedKey, lifetime, entry }
  }

  /** @throws like `key`, and {CodecError} {SchemaError} for a value that cannot be stored. */
  value(key: CacheKey, value: unknown, options: WriteOptions): PreparedValue {
    return this.valueOf(this.key(key, options), value)
  }

  /** @throws {CodecError} {SchemaError} for a value that cannot be stored. */
  valueOf(prepared: PreparedKey, value: unknown): PreparedValue {
    const { codec, defaults } = this.#options
    const checked = defaults.schema?.check(value)
    // A later step handles the rejection. Until then it must not count as unhandled.
    checked?.catch(() => {})
    const { key, memcachedKey, lifetime, entry } = prepared
    return { key, memcachedKey, lifetime, entry, encoded: encodeBy(codec, value), checked }
  }
}
