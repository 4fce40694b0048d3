/**
 * An item in a list of them. A tuple, since there may be hundreds of thousands.
 *
 * - `name`: what the user knows it by.
 * - `memcachedKey`: absent (`null`) when it is the name.
 * - `namespace`: `null` when its key has none; `false` when no list of keys names the item.
 * - `size`: bytes.
 * - `lifetimeLeft`: seconds; 0 is for ever.
 */
export type ListedItem = readonly [
  name: string,
  memcachedKey: string | null,
  namespace: string | null | false,
  size: number,
  lifetimeLeft: number,
]

/** A line of a list, which comes as JSON, a line each. */
export interface ListLine {
  readonly items?: readonly ListedItem[]
  /** Why the list may be incomplete. The last line has it, and only that line. */
  readonly gaps?: readonly string[]
}
