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

/** Yields the memcached keys that do not belong to the client's own items. */
export async function* withoutOwnKeys(keys: AsyncIterable<string>): AsyncGenerator<string, void, undefined> {
  for await (const key of keys) if (!prefixes.some((prefix) => key.startsWith(prefix))) yield key
}
