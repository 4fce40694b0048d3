import type { Item } from './items/item.ts'
import type { Row, RowList } from './row.ts'

/** The rows of a table. Each is made when it is looked at, since most never are. */
export class TableRows implements RowList {
  readonly #items: readonly Item[]

  constructor(items: readonly Item[]) {
    this.#items = items
  }

  get length(): number {
    return this.#items.length
  }

  at(index: number): Row | undefined {
    const item = this.#items[index]
    return item && { kind: 'item', id: item.memcachedKey, depth: 0, item }
  }

  findIndex(isWanted: (row: Pick<Row, 'id'>) => boolean): number {
    return this.#items.findIndex(({ memcachedKey }) => isWanted({ id: memcachedKey }))
  }
}
