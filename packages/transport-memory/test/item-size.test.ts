import { describe, expect, it } from 'vitest'
import { ITEM_LIMIT, itemSize } from '../src/item-size.ts'

describe('itemSize', () => {
  // The longest values that memcached 1.6.18 took at its default limit.
  it.each([
    [1, 0, 1_048_516],
    [1, 5, 1_048_512],
    [10, 0, 1_048_507],
    [100, 5, 1_048_413],
    [250, 0, 1_048_267],
    [250, 5, 1_048_263],
  ])(
    'under a key of %i characters and with flags %i, a value of %i bytes makes the greatest item',
    (length, flags, byteLength) => {
      expect(itemSize('k'.repeat(length), flags, byteLength)).toBe(ITEM_LIMIT)
    },
  )

  it('a key of UTF-8 counts by its bytes', () => {
    expect(itemSize('é鍵', 0, 0)).toBe(itemSize('k'.repeat(5), 0, 0))
  })

  it('an item of nothing under a key of one character is 60 bytes', () => {
    expect(itemSize('k', 0, 0)).toBe(60)
  })
})
