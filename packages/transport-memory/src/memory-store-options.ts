import type { Milliseconds } from '@lmc/transport'
import { ITEM_LIMIT } from './item-size.ts'

export interface MemoryStoreOptions {
  /**
   * The bytes that all items together may take, `itemSize` each, from 1 MiB on; absent: 64 MiB, as
   * memcached's `-m 64`. Beyond them the least recently used go.
   */
  readonly maxBytes?: number | undefined
  /** Milliseconds since 1970; absent: `Date.now`. Nothing else tells the time: no timer runs. */
  readonly clock?: (() => Milliseconds) | undefined
}

/**
 * Checks the options, and gives the defaults of absent ones.
 *
 * @throws {RangeError} when `maxBytes` is not a whole number from 1 MiB, the greatest item, on.
 * @throws {TypeError} when an option is no number or function.
 */
export function readStoreOptions({ maxBytes = 64 * ITEM_LIMIT, clock = Date.now }: MemoryStoreOptions): {
  readonly maxBytes: number
  readonly clock: () => Milliseconds
} {
  if (typeof maxBytes !== 'number')
    throw new TypeError(`maxBytes is a ${typeof maxBytes}; expected a number of bytes`)
  if (typeof clock !== 'function')
    throw new TypeError(`clock is a ${typeof clock}; expected a function such as Date.now`)
  if (!Number.isSafeInteger(maxBytes) || maxBytes < ITEM_LIMIT) {
    throw new RangeError(`maxBytes is ${maxBytes}; expected a whole number from ${ITEM_LIMIT} on`)
  }
  return { maxBytes, clock }
}
