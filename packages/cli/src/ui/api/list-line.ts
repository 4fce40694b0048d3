/**
 * Some items of a list, column by column. As an array for each item, their JSON would be larger, and make and
 * parse in more time.
 */
export interface ListedItems {
  /** What the user knows each item by. */
  readonly names: readonly string[]
  /** `null`: the same as the name. */
  readonly memcachedKeys: readonly (string | null)[]
  /**
   * One for each item, or only one, which all of them have. `null`: the key has none. `false`: no list of
   * keys names the item.
   */
  readonly namespaces: readonly (string | null | false)[]
  /** In bytes. */
  readonly sizes: readonly number[]
  /** In seconds; 0 is for ever. */
  readonly lifetimesLeft: readonly number[]
}

/** A line of a list, which comes as JSON, a line each. */
export interface ListLine {
  readonly items?: ListedItems
  /** Why the list may be incomplete. The last line has it, and only that line. */
  readonly gaps?: readonly string[]
}
