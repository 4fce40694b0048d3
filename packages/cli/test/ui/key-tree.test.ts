import { describe, expect, it } from 'vitest'
import type { Item } from '../../src/ui/page/keys/items/item.ts'
import { KeyTree } from '../../src/ui/page/keys/key-tree.ts'
import type { Order } from '../../src/ui/page/keys/order.ts'

const byName: Order = { sort: 'name', isDescending: false }

function item(name: string, more: Partial<Item> = {}): Item {
  return { name, memcachedKey: name, namespace: false, size: 1, expiresAt: Infinity, ...more }
}

/** The rows as lines, indented by their depth. */
function lines(tree: KeyTree, open: readonly string[] = [], order = byName): readonly string[] {
  return tree.rows(new Set(open), order).map((row) => {
    const indent = '  '.repeat(row.depth)
    return row.kind === 'item'
      ? `${indent}${row.item.name}`
      : `${indent}${row.name} (${row.items}, ${row.size})`
  })
}

describe('KeyTree', () => {
  it('has a node for names that begin alike up to a separator, and opens those that are asked for', () => {
    const tree = new KeyTree(
      ['b', 'a:2:x', 'a:1', 'a', 'a:2:y', 'c:'].map((name) => item(name)),
      ':',
      true,
    )
    expect(lines(tree)).toEqual(['a', 'a: (3, 3)', 'b', 'c: (1, 1)'])
    expect(lines(tree, ['\na:', '\nc:'])).toEqual([
      'a',
      'a: (3, 3)',
      '  2: (2, 2)',
      '  a:1',
      'b',
      'c: (1, 1)',
      '  c:',
    ])
    expect(lines(tree, ['\na:', '\na:2:']).slice(2, 5)).toEqual(['  2: (2, 2)', '    a:2:x', '    a:2:y'])
  })

  it('takes a separator of several characters', () => {
    expect(lines(new KeyTree([item('a::b'), item('a:c')], '::', true))).toEqual(['a:: (1, 1)', 'a:c'])
  })

  it('keeps equal names of different namespaces apart, unless all items are of one', () => {
    const items = [
      item('a:1', { namespace: 'one', memcachedKey: '1' }),
      item('a:1', { namespace: 'two', memcachedKey: '2' }),
      item('a:1', { namespace: null, memcachedKey: '3' }),
      item('a:2', { memcachedKey: '4' }),
    ]
    expect(lines(new KeyTree(items, ':', true), ['=one'])).toEqual([
      'a: (2, 2)',
      'one (1, 1)',
      '  a: (1, 1)',
      'two (1, 1)',
    ])
    expect(lines(new KeyTree(items, ':', false))).toEqual(['a: (4, 4)'])
  })

  it('gives the items below a node, and no others', () => {
    const items = ['a:1', 'a:2:x', 'b:1', 'ab:1'].map((name) => item(name))
    const tree = new KeyTree(items, ':', true)
    lines(tree, ['\na:'])
    expect(tree.itemsBelow('\na:').map(({ name }) => name)).toEqual(['a:1', 'a:2:x'])
    expect(tree.itemsBelow('\na:2:').map(({ name }) => name)).toEqual(['a:2:x'])
    expect(tree.itemsBelow('\nnone:')).toEqual([])
  })

  it('sorts nodes by the size of all their items, and by which of them expires first', () => {
    const items = [
      item('a:1', { size: 10, expiresAt: 5 }),
      item('a:2', { size: 1, expiresAt: 9 }),
      item('b:1', { size: 3, expiresAt: 7 }),
      item('c', { size: 4, expiresAt: Infinity }),
    ]
    const tree = new KeyTree(items, ':', true)
    expect(lines(tree, [], { sort: 'size', isDescending: true })).toEqual(['a: (2, 11)', 'c', 'b: (1, 3)'])
    expect(lines(tree, [], { sort: 'lifetime', isDescending: false })).toEqual([
      'a: (2, 11)',
      'b: (1, 3)',
      'c',
    ])
    expect(lines(tree, [], { sort: 'name', isDescending: true })).toEqual(['c', 'b: (1, 3)', 'a: (2, 11)'])
  })
})
