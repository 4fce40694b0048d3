import type { PlainKey } from '@lmc/keys'
import type { NamedOptions } from '@lmc/tracker'
import type { ListSources } from './list-sources.ts'

/** How a list of keys names an item. */
export interface ListedName {
  readonly key: PlainKey
  readonly namespace: string | undefined
}

/** Resolves to the names that all lists of keys have, by memcached keys. */
export async function namesOfKeys(
  { tracker }: Pick<ListSources, 'tracker'>,
  options: NamedOptions,
): Promise<Map<string, ListedName>> {
  const names = new Map<string, ListedName>()
  for (const { namespace } of await tracker.namespaces(options))
    for await (const batch of tracker.named(namespace, options))
      for (const { key, memcachedKey } of batch) names.set(memcachedKey, { key, namespace })
  return names
}
