import { type Item, type Milliseconds, toWireKey } from '@lmc/transport'
import { LRUCache } from 'lru-cache'
import { copyOf } from './copy-of.ts'
import type { NearSettings } from './near-options.ts'

/** An item as it is kept: bytes that nobody else has. */
interface NearItem extends Item {
  /** When the server was asked for it. */
  readonly askedAt: Milliseconds
}

/** What an item takes beside its bytes and its key: the objects and the places in the tables that hold it. Measured: about 430 bytes. */
const OVERHEAD = 450

/** The items that are near: copies, bounded by bytes and by age. The least recently used go first. */
export class NearItems {
  readonly #maxAge: Milliseconds
  readonly #keeps: NearSettings['keeps']
  readonly #clock: NearSettings['clock']
  readonly #items: LRUCache<string, NearItem>

  constructor({ maxAge, maxBytes, keeps, clock }: NearSettings) {
    this.#maxAge = maxAge
    this.#keeps = keeps
    this.#clock = clock
    // Its own lifetimes count by timers that test runners may fake.
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

  /** Returns a copy of the item that is the caller's own, or `undefined` where none is near, or only one that is too old. */
  get(key: string): Item | undefined {
    const item = this.#items.get(key)
    if (item === undefined) return undefined
    if (this.#clock() - item.askedAt >= this.#maxAge) {
      this.#items.delete(key)
      return undefined
    }
    return { value: copyOf(item.value), flags: item.flags }
  }

  /** Keeps a copy of what the server has answered, unless something is near that was asked for later. */
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
