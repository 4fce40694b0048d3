import type { Item } from './item.ts'

/** The items whose name or namespace has a text, whatever its case. */
export function matching(items: readonly Item[], search: string): readonly Item[] {
  if (search === '') return items
  const wanted = search.toLowerCase()
  return items.filter(
    ({ name, namespace }) =>
      name.toLowerCase().includes(wanted) ||
      (typeof namespace === 'string' && namespace.toLowerCase().includes(wanted)),
  )
}
