import { setTimeout as sleep } from 'node:timers/promises'
import type { MemcachedClient } from '@lmc/client'

/** Reads and stores values in waves until the signal aborts, so that plots have a shape. */
export async function keepBusy(cache: MemcachedClient, signal: AbortSignal): Promise<void> {
  const users = cache.view({ namespace: 'users', lifetime: '1h' })
  for (let round = 0; !signal.aborted; round++) {
    const reads = Math.round(40 + 30 * Math.sin(round / 40) + 10 * Math.sin(round / 7))
    const keys = Array.from({ length: reads }, (_, at) => `user:${((round * 31 + at * 7) % 450) + 1}:profile`)
    await users.getMany(keys)
    if (round % 4 === 0) await users.set(`user:${(round % 400) + 1}:settings`, { theme: 'dark', round })
    await sleep(25)
  }
}
