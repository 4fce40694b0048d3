import type { Item } from './items/item.ts'

/** The row of an item. */
interface ItemRow {
  readonly kind: 'item'
  readonly id: string
  /** From 0 on. */
  readonly depth: number
  readonly item: Item
}

/** The row of a node: of all items of a namespace, or whose names begin alike. */
export interface NodeRow {
  readonly kind: 'node'
  readonly id: string
  readonly depth: number
  /** What the items have in common beyond the node above. */
  readonly name: string
  /** Whether it is a namespace, rather than how names begin. */
  readonly isNamespace: boolean
  readonly isOpen: boolean
  readonly items: number
  /** Of all its items together. */
  readonly size: number
  /** When the first of its items expires. */
  readonly expiresAt: number
}

export type Row = ItemRow | NodeRow

/** Rows in their order, such as an array of them. */
export interface RowList {
  readonly length: number
  /** @param index not negative. */
  at(index: number): Row | undefined
  /** -1: there is none. */
  findIndex(isWanted: (row: Pick<Row, 'id'>) => boolean): number
}
