import type { Item } from './item.ts'
import { compare } from '../order.ts'

/** So many items are sorted at once. */
const BATCH = 10_000

/** A batch has at least this share of the items before it: a merge reads through all of those. */
const LEAST_SHARE = 1 / 8

/** Items by name, of which some come at a time. Most are sorted before the last ones are here. */
export class ItemsByName {
  #sorted: readonly Item[] = []
  /** What has come since. */
  #unsorted: Item[] = []

  /** How many items there are. */
  get length(): number {
    return this.#sorted.length + this.#unsorted.length
  }

  add(items: readonly Item[]): void {
    for (const item of items) this.#unsorted.push(item)
    if (this.#unsorted.length >= Math.max(BATCH, LEAST_SHARE * this.#sorted.length)) this.#sort()
  }

  /** All items that have come, in an array that does not change. */
  all(): readonly Item[] {
    if (this.#unsorted.length > 0) this.#sort()
    return this.#sorted
  }

  #sort(): void {
    this.#sorted = merged(this.#sorted, this.#unsorted.toSorted(byName))
    this.#unsorted = []
  }
}

function merged(some: readonly Item[], others: readonly Item[]): readonly Item[] {
  const all: Item[] = []
  let at = 0
  for (const other of others) {
    for (let one = some[at]; one !== undefined && byName(one, other) <= 0; one = some[++at]) all.push(one)
    all.push(other)
  }
  for (const one of some.slice(at)) all.push(one)
  return all
}

function byName(one: Item, other: Item): number {
  return compare(one.name, other.name)
}
