/** What an index says, against what the servers hold. */
export interface KeyAudit<Key> {
  /** How many keys the index lists whose values are there. */
  readonly listed: number
  /**
   * The keys that the index names and whose values are gone. No listing gives them, and what tidies the index
   * drops them.
   */
  readonly dead: readonly DeadKey<Key>[]
  /**
   * The memcached keys of items that no index names. Their line was evicted, and they have not been set again
   * since. Or they are of clients that do not track keys, or of other users of the servers.
   */
  readonly unlisted: readonly string[]
}

/** A key that the index of a namespace names. */
export interface DeadKey<Key> {
  readonly namespace: string | undefined
  readonly key: Key
  readonly memcachedKey: string
}
