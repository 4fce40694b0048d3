import { setImmediate } from 'node:timers/promises'
import type { MemcachedClient } from '../../src/index.ts'

/**
 * Resolves when the earlier calls of the clients have looked for the key: a client keeps the order of its
 * calls.
 */
export async function caughtUp(key: string, ...clients: readonly MemcachedClient[]): Promise<void> {
  await Promise.all(clients.map((client) => client.get(key)))
  await setImmediate()
}
