import type { Item } from './items/item.ts'
import { comparerOf, type Order, type Sortable } from './order.ts'
import type { Row } from './row.ts'

/** A node: items that stand beside each other when all are sorted by namespace and name. */
interface Node extends Sortable {
  readonly id: string
  readonly isNamespace: boolean
  /** What the names of its items begin with. */
  readonly prefix: string
  readonly from: number
  readonly to: number
}

type Child =
  | Node
  | { readonly item: Item; readonly name: string; readonly size: number; readonly expiresAt: number }

/**
 * Items as a tree: by namespace, then by the parts of their names. Children are found when they are asked
 * for.
 */
export class KeyTree {
  readonly #separator: string
  readonly #groupsNamespaces: boolean
  /** By namespace and name, so that a node is a range. */
  readonly #items: readonly Item[]
  readonly #children = new Map<string, readonly Child[]>()

  /**
   * @param separator what stands between the parts of a name; not empty.
   * @param groupsNamespaces whether each namespace is a node; otherwise all items are of one.
   */
  constructor(items: readonly Item[], separator: string, groupsNamespaces: boolean) {
    this.#separator = separator
    this.#groupsNamespaces = groupsNamespaces
    this.#items = items.toSorted(
      (one, other) => compare(this.#group(one), this.#group(other)) || compare(one.name, other.name),
    )
  }

  /** The rows in sight when the nodes with the ids in `open` are open. */
  rows(open: ReadonlySet<string>, order: Order): readonly Row[] {
    const rows: Row[] = []
    const comparer = comparerOf(order)
    const add = (node: Node, depth: number): void => {
      for (const child of this.#childrenOf(node).toSorted(comparer)) {
        if ('item' in child) {
          rows.push({ kind: 'item', id: child.item.memcachedKey, depth, item: child.item })
          continue
        }
        const { id, isNamespace, from, to, name, size, expiresAt } = child
        const isOpen = open.has(id)
        rows.push({ kind: 'node', id, depth, name, isNamespace, isOpen, items: to - from, size, expiresAt })
        if (isOpen) add(child, depth + 1)
      }
    }
    add(this.#root(), 0)
    return rows
  }

  /** The items below a node. */
  itemsBelow(id: string): readonly Item[] {
    for (const children of this.#children.values())
      for (const child of children)
        if (!('item' in child) && child.id === id) return this.#items.slice(child.from, child.to)
    return []
  }

  #root(): Node {
    const all = { from: 0, to: this.#items.length, prefix: '' }
    return { ...all, id: '', name: '', isNamespace: false, size: 0, expiresAt: 0 }
  }

  #childrenOf(node: Node): readonly Child[] {
    const known = this.#children.get(node.id)
    if (known !== undefined) return known
    const children: Child[] = []
    for (let at = node.from; at < node.to;) {
      const item = this.#items[at]
      if (item === undefined) break
      const child = this.#nodeAt(at, item, node)
      children.push(child ?? { item, name: item.name, size: item.size, expiresAt: item.expiresAt })
      at = child?.to ?? at + 1
    }
    this.#children.set(node.id, children)
    return children
  }

  /** The node that an item begins below another one; `undefined` when the item itself stands there. */
  #nodeAt(from: number, first: Item, { id, to, prefix }: Node): Node | undefined {
    const group = this.#group(first)
    if (id === '' && group !== '') {
      const name = group.slice(1)
      return this.#node(from, to, { id: group, name, isNamespace: true, prefix: '' }, group)
    }
    const end = first.name.indexOf(this.#separator, prefix.length)
    if (end === -1) return undefined
    const longer = first.name.slice(0, end + this.#separator.length)
    const name = longer.slice(prefix.length)
    const own = { id: `${group}\n${longer}`, name, isNamespace: false, prefix: longer }
    return this.#node(from, to, own, group)
  }

  #node(
    from: number,
    most: number,
    own: Pick<Node, 'id' | 'name' | 'isNamespace' | 'prefix'>,
    group: string,
  ): Node {
    let size = 0
    let expiresAt = Infinity
    let to = from
    for (; to < most; to++) {
      const item = this.#items[to]
      if (item === undefined || !item.name.startsWith(own.prefix) || this.#group(item) !== group) break
      size += item.size
      expiresAt = Math.min(expiresAt, item.expiresAt)
    }
    return { ...own, from, to, size, expiresAt }
  }

  /** By what items are apart at the root: `=` and the namespace; empty: they stand there themselves. */
  #group({ namespace }: Item): string {
    return this.#groupsNamespaces && typeof namespace === 'string' ? `=${namespace}` : ''
  }
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
