import { toWireKey } from '@lmc/transport'

/** The greatest `itemSize` that a memcached started without `-I` stores: 1 MiB. */
export const ITEM_LIMIT: number = 1024 * 1024

/** The greatest `itemSize` that memcached keeps in one piece; it sees no number in an item of several. */
export const PIECE_LIMIT: number = ITEM_LIMIT / 2

/**
 * The bytes that memcached 1.6 keeps with each item. The header has 48, the cas token 8, the end of the key
 * 1, the end of the value 2.
 */
const OVERHEAD = 48 + 8 + 1 + 2

/** Flags take room only when they are not 0. */
const FLAGS = 4

/**
 * Returns the bytes that an item takes in memcached 1.6 on a 64-bit machine. The item limit, the figure
 * `bytes` and the use of memory all count these. So a value may have 1,048,516 bytes under a key of one
 * character, and 1,048,263 with flags under one of 250.
 *
 * @see https://github.com/memcached/memcached/blob/1.6.18/memcached.h macro `ITEM_ntotal`
 */
export function itemSize(key: string, flags: number, byteLength: number): number {
  return OVERHEAD + toWireKey(key).length + (flags === 0 ? 0 : FLAGS) + byteLength
}
