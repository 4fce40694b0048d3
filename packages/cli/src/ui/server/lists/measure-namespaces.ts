import type { NamespaceMeasures, NamespaceValues } from '../../api/namespace-row.ts'
import { allItems } from './all-items.ts'
import { Gaps } from './gaps.ts'
import type { ListSources } from './list-sources.ts'

/** Resolves to what the values of each namespace take. It reads through all items of the servers. */
export async function measureNamespaces(
  sources: Pick<ListSources, 'alone' | 'tracker'>,
  signal: AbortSignal,
): Promise<NamespaceMeasures> {
  const gaps = new Gaps()
  const sums = new Map<string | null | false, { values: number; bytes: number }>()
  for await (const { namespaces, sizes } of allItems(sources, gaps, signal)) {
    for (const [at, namespace] of namespaces.entries()) {
      const sum = sums.get(namespace) ?? { values: 0, bytes: 0 }
      sum.values++
      sum.bytes += sizes[at] ?? 0
      sums.set(namespace, sum)
    }
  }
  const { values, bytes } = sums.get(false) ?? { values: 0, bytes: 0 }
  const namespaces: NamespaceValues[] = []
  for (const [namespace, sum] of sums) if (namespace !== false) namespaces.push({ namespace, ...sum })
  return { namespaces, unlisted: { values, bytes }, gaps: gaps.sentences }
}
