import type { Server } from 'node:http'
import { promisify } from 'node:util'
import type { MemcachedClient } from '@lmc/client'

/**
 * Ends the process well when it is told to: no new requests, the running ones get their answers, and the
 * cache sends what it still owes to memcached: invalidations that have failed. That takes two time-outs at
 * most when memcached is down.
 */
export function shutDownOnSignal(server: Server, cache: MemcachedClient): void {
  const shutDown = async (): Promise<void> => {
    await promisify(server.close.bind(server))()
    await cache.close()
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      shutDown().catch((error: unknown) => {
        console.error(error)
        process.exitCode = 1
      })
    })
  }
}
