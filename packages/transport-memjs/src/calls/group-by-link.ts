import type { ServerLink } from '../server-link.ts'

/** Groups keys by the link of their server; a key that is there twice counts once. */
export function groupByLink(
  keys: readonly string[],
  linkOf: (key: string) => ServerLink,
): Map<ServerLink, string[]> {
  const groups = new Map<ServerLink, string[]>()
  for (const key of new Set(keys)) {
    const link = linkOf(key)
    const group = groups.get(link)
    if (group) group.push(key)
    else groups.set(link, [key])
  }
  return groups
}
