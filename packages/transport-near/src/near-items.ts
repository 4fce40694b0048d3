import { type Item, type Milliseconds, toWireKey } from '@lmc/transport'
import { LRUCache } from 'lru-cache'
import { copyOf } from './copy-of.ts'
import type { NearSettings } from './near-options.ts'

/** An item as it is kept. Nobody else holds its bytes. */
interface NearItem extends Item {
  /** When the server was asked for it. */
  readonly askedAt: Milliseconds
}

/**
 * The bytes that an item takes beside its value and its key: objects, and places in tables. Measured: about
 * 430.
 */
const OVERHEAD = 450

/** Copies of items, bounded by bytes and by age. The least recently used item goes first. */
export class NearItems {
  readonly #maxAge: Milliseconds
  readonly #keeps: NearSettings['keeps']
  readonly #clock: NearSettings['clock']
  readonly #items: LRUCache<string, NearItem>

  constructor({ maxAge, maxBytes, keeps, clock }: NearSettings) {
    this.#maxAge = maxAge
    this.#keeps = keeps
    this.#clock = clock
    // Its own lifetimes count by timers, which test runners may fake.
    this.#items = new LRUCache({
      maxSize: maxBytes,
      sizeCalculation: ({ value }, key) => value.byteLength + toWireKey(key).length + OVERHEAD,
    })
  }

  get size(): number {
    return this.#items.size
  }

  /** The bytes that the items take. */
  get bytes(): number {
    return this.#items.calculatedSize
  }

  /** Returns a copy of the item for the caller, or `undefined` when none is near or it is too old. */
  get(key: string): Item | undefined {
    const item = this.#items.get(key)
    if (item === undefined) return undefined
    if (this.#clock() - item.askedAt >= this.#maxAge) {
      this.#items.delete(key)
      return undefined
    }
    return { value: copyOf(item.value), flags: item.flags }
  }

  /** Keeps a copy of what the server has answered, unless a newer answer is near. */
  set(key: string, { value, flags }: Item, askedAt: Milliseconds): void {
    const before = this.#items.peek(key)
    if (before !== undefined && before.askedAt > askedAt) return
    if (this.#keeps(key, { value, flags }))
      this.#items.set(key, { value: new Uint8Array(value), flags, askedAt })
    else this.#items.delete(key)
  }

  delete(key: string): void {
    this.#items.delete(key)
  }

  clear(): void {
    this.#items.clear()
  }
}
