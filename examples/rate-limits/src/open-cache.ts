import { logFailures, MemcachedClient } from '@lmc/client'
import { MetaTransport } from '@lmc/transport-meta'

/** Opens the cache that all processes of the application share. */
export function openCache(): MemcachedClient {
  const servers = (process.env['MEMCACHED_SERVERS'] ?? '127.0.0.1:11211').split(',')
  return new MemcachedClient({
    transport: new MetaTransport({ servers }),
    onFailure: logFailures(console.error),
  })
}
