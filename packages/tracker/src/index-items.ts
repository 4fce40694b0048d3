/** What the memcached keys of all items of indexes begin with. */
export const INDEX_PREFIX = 'lmc-index:'

/** Leaves the items of indexes out of a dump. */
export async function* withoutIndex(dump: AsyncIterable<string>): AsyncGenerator<string, void, undefined> {
  for await (const memcachedKey of dump) if (!memcachedKey.startsWith(INDEX_PREFIX)) yield memcachedKey
}
