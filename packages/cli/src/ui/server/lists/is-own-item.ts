/** What the memcached keys of lmc's own items begin with: lists of keys, generations, permits. */
const PREFIXES = ['lmc-index:', 'lmc-dependency:', 'lmc-shared:', 'lmc-permit:']

/** Whether an item belongs to lmc itself, and is nobody's value. */
export function isOwnItem(memcachedKey: string): boolean {
  return memcachedKey.startsWith('lmc-') && PREFIXES.some((prefix) => memcachedKey.startsWith(prefix))
}
