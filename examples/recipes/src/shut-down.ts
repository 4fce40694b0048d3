import type { Server } from 'node:http'
import { promisify } from 'node:util'
import type { MemcachedClient } from '@lmc/client'

/**
 * Ends the process in order on a signal. The server takes no new requests, and answers the running ones. Then
 * the cache retries its failed invalidations. This takes at most two timeouts when memcached is down.
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
