import { useMemo, useState } from 'preact/hooks'
import type { Item } from './items/item.ts'
import { KeyTree } from './key-tree.ts'
import type { KeysDetails } from './keys-details.ts'
import { matching } from './items/matching.ts'
import { comparerOf, type Order } from './order.ts'
import type { NodeRow, Row, RowList } from './row.ts'
import { TableRows } from './table-rows.ts'

/** The rows of a list. */
export interface Rows {
  readonly rows: RowList
  /** The items that match the search. */
  readonly found: readonly Item[]
  /** Opens or closes a node. */
  readonly toggle: (row: NodeRow, isOpen: boolean) => void
  /** The items of a row: one, or all below a node. */
  readonly itemsOf: (row: Row) => readonly Item[]
}

/**
 * Makes rows of items: searched, sorted, and as a tree when that is asked for.
 *
 * @param items by name.
 */
export function useRows(items: readonly Item[], details: KeysDetails): Rows {
  const { list, search, form, order, separator } = details
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const found = useMemo(() => matching(items, search), [items, search])
  const tree = useMemo(
    () => (form === 'tree' && separator !== '' ? new KeyTree(found, separator, list === 'all') : undefined),
    [found, form, separator, list],
  )
  const rows = useMemo(
    () => tree?.rows(open, order) ?? new TableRows(inOrder(found, order)),
    [found, tree, open, order.sort, order.isDescending],
  )
  return {
    rows,
    found,
    toggle: ({ id }, isOpen) => {
      const next = new Set(open)
      if (isOpen) next.add(id)
      else next.delete(id)
      setOpen(next)
    },
    itemsOf: (row) => (row.kind === 'item' ? [row.item] : (tree?.itemsBelow(row.id) ?? [])),
  }
}

function inOrder(byName: readonly Item[], order: Order): readonly Item[] {
  if (order.sort !== 'name') return byName.toSorted(comparerOf(order))
  return order.isDescending ? byName.toReversed() : byName
}
