import { setImmediate } from 'node:timers/promises'
import type { MemcachedClient } from '../../src/index.ts'

/**
 * Resolves when the clients have looked for the key, for all that they were asked before: a client keeps the
 * order of the calls.
 */
export async function caughtUp(key: string, ...clients: readonly MemcachedClient[]): Promise<void> {
  await Promise.all(clients.map((client) => client.get(key)))
  await setImmediate()
}
