import { describe, expect, it } from 'vitest'
import type { Item } from '../../src/ui/page/keys/items/item.ts'
import { ItemsByName } from '../../src/ui/page/keys/items/items-by-name.ts'

function items(...called: readonly string[]): readonly Item[] {
  return called.map((name) => ({ name, memcachedKey: name, namespace: null, size: 1, expiresAt: Infinity }))
}

function names(all: readonly Item[]): readonly string[] {
  return all.map(({ name }) => name)
}

describe('ItemsByName', () => {
  it('sorts what has come by name, however often it is asked meanwhile', () => {
    const some = new ItemsByName()
    expect(some.all()).toEqual([])
    some.add(items('m', 'c'))
    some.add(items('x'))
    const first = some.all()
    expect(names(first)).toEqual(['c', 'm', 'x'])
    some.add(items('z', 'a', 'd'))
    some.add(items('y'))
    expect(some.length).toBe(7)
    expect(names(some.all())).toEqual(['a', 'c', 'd', 'm', 'x', 'y', 'z'])
    expect(names(some.all())).toEqual(['a', 'c', 'd', 'm', 'x', 'y', 'z'])
    expect(names(first)).toEqual(['c', 'm', 'x'])
  })

  it('has 30,000 items by name that come in any order', () => {
    const some = new ItemsByName()
    const expected = Array.from({ length: 30_000 }, (_, at) => String((at * 7919) % 30_000))
    for (let from = 0; from < expected.length; from += 1000)
      some.add(items(...expected.slice(from, from + 1000)))
    expect(names(some.all())).toEqual(expected.toSorted())
  })

  it('keeps items of one name, in the order in which they came', () => {
    const some = new ItemsByName()
    const [one, other] = [items('a', 'b'), items('b', 'a')]
    some.add(one)
    some.all()
    some.add(other)
    const all = some.all()
    expect(names(all)).toEqual(['a', 'a', 'b', 'b'])
    for (const [at, item] of [one[0], other[1], one[1], other[0]].entries()) expect(all[at]).toBe(item)
  })
})
