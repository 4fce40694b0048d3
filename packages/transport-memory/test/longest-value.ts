import { ITEM_LIMIT, itemSize } from '../src/item-size.ts'

/** The bytes that the longest value under a key has. */
export function longestValue(key: string, flags = 0): number {
  return ITEM_LIMIT - itemSize(key, flags, 0)
}
