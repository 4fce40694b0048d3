import type { NamespaceList } from '../../api/namespace-row.ts'
import { Gaps } from './gaps.ts'
import type { ListSources } from './list-sources.ts'

/** Resolves to the namespaces with listed keys, those with most keys first. */
export async function listNamespaces(
  { tracker }: Pick<ListSources, 'tracker'>,
  signal: AbortSignal,
): Promise<NamespaceList> {
  const gaps = new Gaps()
  const sizes = await tracker.namespaces({ signal, onPartial: gaps.onPartial })
  const namespaces = sizes
    .toSorted((one, other) => other.keys - one.keys)
    .map(({ namespace = null, keys, items, bytes }) => ({
      namespace,
      keys,
      listItems: items,
      listBytes: bytes,
    }))
  return { namespaces, gaps: gaps.sentences }
}
