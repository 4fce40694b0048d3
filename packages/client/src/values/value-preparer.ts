import type { Codec } from '@lmc/codec'
import type { CacheKey, PlainKey } from '@lmc/keys'
import type { IndexEntry, KeyTracker } from '@lmc/tracker'
import type { Item, Seconds } from '@lmc/transport'
import { type KeyName, type KeySpace, listedKey } from '../keys/key-space.ts'
import { type Lifetime, toSeconds } from '../options/lifetime.ts'
import type { ViewDefaults } from '../options/view-defaults.ts'
import { encodeBy } from './encode-by.ts'

export interface ValuePreparerOptions {
  readonly keySpace: KeySpace
  /** Absent: keys are not listed. */
  readonly tracker: KeyTracker<PlainKey> | undefined
  readonly codec: Codec
  readonly defaults: ViewDefaults
}

/** A key that is written, and for how long. */
export interface PreparedKey {
  readonly key: CacheKey
  readonly memcachedKey: string
  readonly lifetime: Seconds
  /** What goes to the list of keys; absent where they are not tracked. */
  readonly entry: IndexEntry | undefined
}

/** A value on its way to a server. */
export interface PreparedValue extends PreparedKey {
  /** As the codec gave it. */
  readonly encoded: Item
  /** Resolves when an asynchronous schema accepts the value; absent: the value was accepted at once. */
  readonly checked: Promise<void> | undefined
}

/** How a key is written. */
interface WriteOptions extends KeyName {
  readonly lifetime?: Lifetime | undefined
}

/** Prepares what is written. Finds every mistake of the caller before anything is sent. */
export class ValuePreparer {
  readonly #options: ValuePreparerOptions

  constructor(options: ValuePreparerOptions) {
    this.#options = options
  }

  /**
   * @throws {InvalidKeyError} {RangeError} {TypeError} {TrackerError} for what can be no key, or no lifetime.
   */
  key(key: CacheKey, options: WriteOptions): PreparedKey {
    const { tracker, keySpace, defaults } = this.#options
    const lifetime = options.lifetime === undefined ? defaults.lifetime : toSeconds(options.lifetime)
    const { memcachedKey, namespace, raw } = keySpace.resolve(key, options)
    const entry = tracker?.entry({ key: listedKey(key), namespace, raw })
    return { key, memcachedKey, lifetime, entry }
  }

  /** @throws as `key`, and {CodecError} {SchemaError} for what can be no value. */
  value(key: CacheKey, value: unknown, options: WriteOptions): PreparedValue {
    return this.valueOf(this.key(key, options), value)
  }

  /** @throws {CodecError} {SchemaError} for what can be no value. */
  valueOf(prepared: PreparedKey, value: unknown): PreparedValue {
    const { codec, defaults } = this.#options
    const checked = defaults.schema?.check(value)
    // The rejection may have no handler yet.
    checked?.catch(() => {})
    const { key, memcachedKey, lifetime, entry } = prepared
    return { key, memcachedKey, lifetime, entry, encoded: encodeBy(codec, value), checked }
  }
}
