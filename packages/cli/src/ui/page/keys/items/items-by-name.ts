import type { Item } from './item.ts'
import { compare } from '../order.ts'

/** Items by name, of which some come at a time. What was sorted once is only merged later. */
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
  }

  /** All items that have come, in an array that does not change. */
  all(): readonly Item[] {
    this.#sorted = merged(this.#sorted, this.#unsorted.toSorted(byName))
    this.#unsorted = []
    return this.#sorted
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
