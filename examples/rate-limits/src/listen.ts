import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type { MemcachedClient } from '@lmc/client'
import type { Express } from 'express'

/** Serves the application at `PORT`, and closes the server and the cache when the process is told to end. */
export async function listen(app: Express, cache: MemcachedClient): Promise<void> {
  const server = app.listen(Number(process.env['PORT'] ?? 3000), '127.0.0.1')
  await once(server, 'listening')
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  process.once('SIGTERM', () => {
    server.close(() => void cache.close())
    server.closeIdleConnections()
  })
}
