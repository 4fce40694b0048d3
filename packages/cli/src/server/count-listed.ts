import type { Session } from '../program/session.ts'

/** How many keys the list of a namespace names, also of values that are gone. */
export async function countListed(
  { client, signal }: Session,
  namespace: string | undefined,
): Promise<number> {
  const sizes = await client.namespaces({ signal })
  return sizes.find((size) => size.namespace === namespace)?.keys ?? 0
}
