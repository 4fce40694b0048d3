import type { Cas, Delta, DumpedItem, ItemDetails, Milliseconds, Seconds, StoreOptions } from '@lmc/transport'
import { appendBytes } from './append-bytes.ts'
import { addDelta, readCounter, writeCounter } from './counter.ts'
import { describeItem, toDumpedItem } from './describe-item.ts'
import { Figures } from './figures.ts'
import { ITEM_LIMIT, itemSize, PIECE_LIMIT } from './item-size.ts'
import { ItemTable, type StoredItem } from './item-table.ts'
import { type MemoryStoreOptions, readStoreOptions } from './memory-store-options.ts'
import { prependBytes } from './prepend-bytes.ts'

/** The memcached whose rules are kept, and that there is none. */
const VERSION = '1.6.18+memory'

const brand: unique symbol = Symbol.for('lmc.memoryStore')

/** What came of storing; `too-large`: the item would be above the limit of 1 MiB. */
export type StoreOutcome = 'stored' | 'not-stored' | 'too-large'

/**
 * Holds items in this process. It carries out memcached's commands on them at once, by memcached's rules, and
 * counts as memcached does. `MemoryTransport`s that share one see the same items, as processes that share a
 * memcached do.
 *
 * Arguments are not checked here. What is stored is copied; what is returned is the store's own and must not
 * be changed.
 */
export class MemoryStore {
  readonly #maxBytes: number
  readonly #clock: () => Milliseconds
  readonly #startedAt: Milliseconds
  readonly #items: ItemTable
  readonly #figures = new Figures()
  #versions = 0

  static {
    Object.defineProperty(this.prototype, brand, { value: true })
  }

  /**
   * @throws {RangeError} when `maxBytes` is not a whole number from 1 MiB, the greatest item, on.
   * @throws {TypeError} when an option is no number or function.
   */
  constructor(options: MemoryStoreOptions = {}) {
    const { maxBytes, clock } = readStoreOptions(options)
    this.#maxBytes = maxBytes
    this.#clock = clock
    this.#startedAt = clock()
    this.#items = new ItemTable({ maxBytes, clock, onEviction: () => this.#figures.count('evictions') })
  }

  /** Returns the item, or `undefined` when the key holds nothing. */
  get(key: string): StoredItem | undefined {
    return this.#countGet(this.#items.read(key))
  }

  /** As `get`, but this does not count as use. */
  peek(key: string): StoredItem | undefined {
    return this.#countGet(this.#items.peek(key))
  }

  /**
   * Stores the item. When it is too large, what the key held is gone, as in memcached; no other command does
   * that.
   */
  set(key: string, value: Uint8Array, options: StoreOptions = {}): StoreOutcome {
    const outcome = this.#storeIf(() => true, key, value, options)
    if (outcome === 'too-large') this.#items.delete(key)
    return outcome
  }

  /** Stores the item if the key holds nothing. */
  add(key: string, value: Uint8Array, options: StoreOptions = {}): StoreOutcome {
    return this.#storeIf((old) => old === undefined, key, value, options)
  }

  /** Stores the item if the key holds something. */
  replace(key: string, value: Uint8Array, options: StoreOptions = {}): StoreOutcome {
    return this.#storeIf((old) => old !== undefined, key, value, options)
  }

  /** Stores the item if the key still holds the version `cas`. */
  compareAndSet(key: string, value: Uint8Array, cas: Cas, options: StoreOptions = {}): StoreOutcome {
    const isUnchanged = (old: StoredItem | undefined): boolean => {
      const figure = old === undefined ? 'cas_misses' : old.cas === cas ? 'cas_hits' : 'cas_badval'
      this.#figures.count(figure)
      return figure === 'cas_hits'
    }
    return this.#storeIf(isUnchanged, key, value, options)
  }

  /** Puts the bytes behind the item's. Whatever the outcome but `stored`, all is as it was. */
  append(key: string, value: Uint8Array): StoreOutcome {
    return this.#extend(key, value, appendBytes)
  }

  /** Puts the bytes before the item's; otherwise as `append`. */
  prepend(key: string, value: Uint8Array): StoreOutcome {
    return this.#extend(key, value, prependBytes)
  }

  /** Deletes the item if the key still holds the version `cas`. Returns whether it did. */
  compareAndDelete(key: string, cas: Cas): boolean {
    const item = this.#items.get(key)
    this.#figures.count(item === undefined ? 'delete_misses' : 'delete_hits')
    return item?.cas === cas && this.#items.delete(key)
  }

  /** Returns whether the key held something. */
  delete(key: string): boolean {
    const isThere = this.#items.get(key) !== undefined
    this.#figures.count(isThere ? 'delete_hits' : 'delete_misses')
    return isThere && this.#items.delete(key)
  }

  /** Gives the item a new lifetime and leaves its version. Returns whether the key holds something. */
  touch(key: string, lifetime: Seconds): boolean {
    const item = this.#items.get(key)
    this.#figures.count('cmd_touch')
    this.#figures.count(item ? 'touch_hits' : 'touch_misses')
    if (item === undefined) return false
    // memcached touches by a read.
    const use = { usedAt: this.#clock(), wasRead: true }
    this.#items.set(key, { ...item, ...use, expiresAt: this.#momentAfter(lifetime) })
    return true
  }

  /** Returns the new value; `initial`, which may be absent, when the key holds nothing; or `not-a-number`. */
  increment(
    key: string,
    delta: Delta,
    initial?: bigint,
    lifetime: Seconds = 0,
  ): bigint | undefined | 'not-a-number' {
    const item = this.#items.get(key)
    if (item === undefined) {
      if (initial === undefined) this.#figures.count(delta.isDecrement ? 'decr_misses' : 'incr_misses')
      else this.#link(key, writeCounter(initial), 0, this.#momentAfter(lifetime))
      return initial
    }
    const isWhole = itemSize(key, item.flags, item.value.byteLength) <= PIECE_LIMIT
    const before = isWhole ? readCounter(item.value) : undefined
    if (before === undefined) return 'not-a-number'
    this.#figures.count(delta.isDecrement ? 'decr_hits' : 'incr_hits')
    const after = addDelta(before, delta)
    const value = writeCounter(after, item.value.byteLength)
    // memcached overwrites an item where it lies when the new text fits; only a longer one makes a new item.
    if (value.byteLength > item.value.byteLength) this.#link(key, value, item.flags, item.expiresAt)
    else this.#items.set(key, { ...item, value, cas: this.#nextVersion() })
    return after
  }

  /** The keys of all items, in no order. */
  keys(): string[] {
    return this.#items.entries().map(([key]) => key)
  }

  /** Describes an item; `undefined` when the key holds nothing. This does not count as use. */
  inspect(key: string): ItemDetails | undefined {
    const item = this.#items.peek(key)
    return item && describeItem(item, this.#clock())
  }

  /** Describes all items, in no order. */
  dump(): DumpedItem[] {
    const now = this.#clock()
    return this.#items.entries().map(([key, item]) => toDumpedItem(key, item, now))
  }

  /** Drops every item. */
  flush(): void {
    this.#figures.count('cmd_flush')
    this.#items.clear()
  }

  /** The figures by memcached's names, as text. */
  statistics(): Record<string, string> {
    const now = this.#clock()
    const figures = {
      uptime: Math.floor((now - this.#startedAt) / 1000),
      time: Math.floor(now / 1000),
      version: VERSION,
      ...this.#figures.toObject(),
      curr_items: this.#items.count,
      bytes: this.#items.bytes,
      limit_maxbytes: this.#maxBytes,
    }
    return Object.fromEntries(Object.entries(figures).map(([name, figure]) => [name, String(figure)]))
  }

  #countGet(item: StoredItem | undefined): StoredItem | undefined {
    this.#figures.count('cmd_get')
    this.#figures.count(item ? 'get_hits' : 'get_misses')
    return item
  }

  #storeIf(
    mayStore: (old: StoredItem | undefined) => boolean,
    key: string,
    value: Uint8Array,
    { flags = 0, lifetime = 0 }: StoreOptions,
  ): StoreOutcome {
    if (itemSize(key, flags, value.byteLength) > ITEM_LIMIT) return 'too-large'
    this.#figures.count('cmd_set')
    if (!mayStore(this.#items.get(key))) return 'not-stored'
    this.#link(key, new Uint8Array(value), flags, this.#momentAfter(lifetime))
    return 'stored'
  }

  #extend(
    key: string,
    value: Uint8Array,
    join: (old: Uint8Array, more: Uint8Array) => Uint8Array,
  ): StoreOutcome {
    // memcached first takes the bytes as an item of their own, and then looks at what is there.
    if (itemSize(key, 0, value.byteLength) > ITEM_LIMIT) return 'too-large'
    this.#figures.count('cmd_set')
    const old = this.#items.get(key)
    if (old === undefined) return 'not-stored'
    const byteLength = old.value.byteLength + value.byteLength
    if (itemSize(key, old.flags, byteLength) > ITEM_LIMIT) return 'not-stored'
    this.#link(key, join(old.value, value), old.flags, old.expiresAt)
    return 'stored'
  }

  #link(key: string, value: Uint8Array, flags: number, expiresAt: Milliseconds): void {
    const usedAt = this.#clock()
    this.#items.set(key, { value, flags, expiresAt, usedAt, wasRead: false, cas: this.#nextVersion() })
    this.#figures.count('total_items')
  }

  #nextVersion(): Cas {
    this.#versions += 1
    return String(this.#versions)
  }

  #momentAfter(lifetime: Seconds): Milliseconds {
    return lifetime === 0 ? Infinity : this.#clock() + lifetime * 1000
  }
}

/**
 * Whether it is a `MemoryStore`, also one of another copy of this package: `import` and `require` load one
 * each.
 */
export function isMemoryStore(store: unknown): store is MemoryStore {
  return typeof store === 'object' && store !== null && brand in store
}
