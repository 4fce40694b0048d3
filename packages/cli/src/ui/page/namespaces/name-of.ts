/** A namespace as it is called. */
export function nameOf(namespace: string | null): string {
  if (namespace === null) return 'no namespace'
  return namespace === '' ? '""' : namespace
}
