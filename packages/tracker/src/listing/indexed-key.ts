/** A key, and where its value is. */
export interface IndexedKey<Key> {
  readonly key: Key
  /**
   * Whether the key is the memcached key as it is, behind its namespace: another one than the same key that
   * is not raw.
   */
  readonly raw: boolean
  readonly memcachedKey: string
}
