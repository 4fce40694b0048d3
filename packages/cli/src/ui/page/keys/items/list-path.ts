/**
 * What a list is asked for by.
 *
 * @param list `all`, `unnamed` for keys without a namespace, or `=` and a namespace.
 */
export function listPath(list: string): string {
  if (list === 'unnamed') return 'items?list=namespace'
  if (!list.startsWith('=')) return 'items?list=all'
  return `items?${new URLSearchParams({ list: 'namespace', namespace: list.slice(1) }).toString()}`
}
