import { describe, expect, it } from 'vitest'
import { ItemTable, type StoredItem } from '../src/item-table.ts'

const anItem = (expiresAt = Infinity): StoredItem => ({
  value: new Uint8Array(40),
  flags: 0,
  cas: '1',
  expiresAt,
  usedAt: 0,
  wasRead: false,
})

/**
 * A table that has room for three of these items, each of which is 100 bytes under a key of one character.
 */
function openTable(): { table: ItemTable; evictions: () => number; setNow: (moment: number) => void } {
  let [now, evictions] = [0, 0]
  const table = new ItemTable({ maxBytes: 300, clock: () => now, onEviction: () => evictions++ })
  return { table, evictions: () => evictions, setNow: (moment) => (now = moment) }
}

describe('ItemTable', () => {
  it('makes room for a fourth item of 100 bytes in 300 by the one that was not used for longest', () => {
    const { table, evictions } = openTable()
    for (const key of ['a', 'b', 'c']) table.set(key, anItem())
    table.get('a')
    table.set('d', anItem())
    expect(['a', 'b', 'c', 'd'].filter((key) => table.get(key))).toEqual(['a', 'c', 'd'])
    expect(evictions()).toBe(1)
    expect([table.count, table.bytes]).toEqual([3, 300])
  })

  it('does not count what was over when it had to go', () => {
    const { table, evictions, setNow } = openTable()
    table.set('a', anItem(5))
    setNow(5)
    for (const key of ['b', 'c', 'd']) table.set(key, anItem())
    expect([table.count, evictions()]).toEqual([3, 0])
  })

  it('holds an item until the very moment it expires at, and lets go of it when it is asked for', () => {
    const { table, setNow } = openTable()
    table.set('a', anItem(1000))
    setNow(999)
    expect(table.get('a')).toBeDefined()
    setNow(1000)
    expect(table.count).toBe(1)
    expect(table.get('a')).toBeUndefined()
    expect([table.count, table.bytes]).toEqual([0, 0])
  })

  it('counts neither what is replaced, deleted nor cleared as an eviction', () => {
    const { table, evictions } = openTable()
    table.set('a', anItem())
    table.set('a', anItem())
    expect(table.delete('a')).toBe(true)
    expect(table.delete('a')).toBe(false)
    table.set('b', anItem())
    table.clear()
    expect([table.count, table.bytes, evictions()]).toEqual([0, 0, 0])
  })
})
