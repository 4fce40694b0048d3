/** What the memcached keys of all items of indexes begin with. */
export const INDEX_PREFIX = 'lmc-index:'

/** Whether the item with this memcached key belongs to an index. */
export function isIndexItem(memcachedKey: string): boolean {
  return memcachedKey.startsWith(INDEX_PREFIX)
}

/** Leaves the items of indexes out of a dump. */
export async function* withoutIndex(dump: AsyncIterable<string>): AsyncGenerator<string, void, undefined> {
  for await (const memcachedKey of dump) if (!isIndexItem(memcachedKey)) yield memcachedKey
}
