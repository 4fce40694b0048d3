import type { Item } from './items/item.ts'

/** By what items are sorted. */
export const sorts = ['name', 'size', 'lifetime'] as const

export type Sort = (typeof sorts)[number]

/** How items are sorted. */
export interface Order {
  readonly sort: Sort
  readonly isDescending: boolean
}

/** What of an item or of a node of the tree is compared. */
export type Sortable = Pick<Item, 'name' | 'size' | 'expiresAt'>

/** Says which of two comes first. Equals are sorted by their names. */
export function comparerOf({ sort, isDescending }: Order): (one: Sortable, other: Sortable) => number {
  const direction = isDescending ? -1 : 1
  if (sort === 'name') return (one, other) => direction * compare(one.name, other.name)
  const figure = sort === 'size' ? 'size' : 'expiresAt'
  return (one, other) => direction * compare(one[figure], other[figure]) || compare(one.name, other.name)
}

/** As `sort` wants it. */
export function compare<T extends string | number>(one: T, other: T): number {
  return one < other ? -1 : one > other ? 1 : 0
}
