import type { CasItem, Milliseconds } from '@lmc/transport'
import { LRUCache } from 'lru-cache'
import { itemSize } from './item-size.ts'

/** An item as the store keeps it. */
export interface StoredItem extends CasItem {
  /** The moment from which on it is gone, on the store's clock; `Infinity` for one that stays. */
  readonly expiresAt: Milliseconds
  /** When it was last stored, read or given a lifetime, on the store's clock. */
  readonly usedAt: Milliseconds
  /** Whether it has been read or touched since it was stored. */
  readonly wasRead: boolean
}

interface Kept extends StoredItem {
  usedAt: Milliseconds
  wasRead: boolean
}

/** What an `ItemTable` needs. */
export interface ItemTableOptions {
  /** The sum of the sizes of all items, at most. */
  readonly maxBytes: number
  readonly clock: () => Milliseconds
  /** Is told of each item that had to go while it was still good. */
  readonly onEviction: () => void
}

/**
 * Items by key, the least recently used of which go when the bytes run out, and the expired when they are
 * asked for.
 */
export class ItemTable {
  readonly #items: LRUCache<string, Kept>
  readonly #clock: () => Milliseconds

  constructor({ maxBytes, clock, onEviction }: ItemTableOptions) {
    this.#clock = clock
    this.#items = new LRUCache({
      maxSize: maxBytes,
      sizeCalculation: ({ value, flags }, key) => itemSize(key, flags, value.byteLength),
      dispose: (item, _key, reason) => {
        if (reason === 'evict' && !this.#isOver(item)) onEviction()
      },
    })
  }

  /** The items, also those that are over but were not asked for since. */
  get count(): number {
    return this.#items.size
  }

  /** The sum of their sizes. */
  get bytes(): number {
    return this.#items.calculatedSize
  }

  /** Returns the item, which is then the most recently used, or `undefined`. */
  get(key: string): StoredItem | undefined {
    return this.#find(key)
  }

  /** The same, and notes that the item was read. */
  read(key: string): StoredItem | undefined {
    const item = this.#find(key)
    if (item === undefined) return undefined
    item.usedAt = this.#clock()
    item.wasRead = true
    return item
  }

  /** Keeps the item and makes room for it. */
  set(key: string, item: StoredItem): void {
    this.#items.set(key, item)
  }

  /** Returns whether there was one, over or not. */
  delete(key: string): boolean {
    return this.#items.delete(key)
  }

  /** Returns the item, or `undefined`. This does not count as use. */
  peek(key: string): StoredItem | undefined {
    const item = this.#items.peek(key)
    return item === undefined || this.#isOver(item) ? undefined : item
  }

  /** The items that are not over, with their keys. */
  entries(): [key: string, item: StoredItem][] {
    return Array.from(this.#items.entries()).filter(([, item]) => !this.#isOver(item))
  }

  clear(): void {
    this.#items.clear()
  }

  #find(key: string): Kept | undefined {
    const item = this.#items.get(key)
    if (item === undefined || !this.#isOver(item)) return item
    this.#items.delete(key)
    return undefined
  }

  #isOver({ expiresAt }: StoredItem): boolean {
    return expiresAt <= this.#clock()
  }
}
