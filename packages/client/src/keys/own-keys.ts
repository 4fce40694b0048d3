import { isIndexItem } from '@lmc/tracker'

/** The prefixes of the memcached keys of the client's own items. A digest follows the prefix. */
export const OwnPrefix = {
  /** The generation of a dependency that belongs to a namespace. */
  dependency: 'lmc-dependency:',
  /** The generation of a dependency that all namespaces share. */
  sharedDependency: 'lmc-shared:',
  /** A permit to renew a value. */
  permit: 'lmc-permit:',
} as const

const prefixes: readonly string[] = Object.values(OwnPrefix)

/**
 * Whether the item with this memcached key belongs to lmc itself, and is nobody's value: a list of keys, the
 * generation of a dependency, or a permit to load. A dump of a server has such items as well.
 */
export function isOwnItem(memcachedKey: string): boolean {
  return isIndexItem(memcachedKey) || prefixes.some((prefix) => memcachedKey.startsWith(prefix))
}

/** Yields the memcached keys of values. */
export async function* withoutOwnItems(dump: AsyncIterable<string>): AsyncGenerator<string, void, undefined> {
  for await (const memcachedKey of dump) if (!isOwnItem(memcachedKey)) yield memcachedKey
}
