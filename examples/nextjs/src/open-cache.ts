import { logFailures, MemcachedClient } from '@lmc/client'
import { compressed } from '@lmc/codec/compressed'
import { structuredCodec } from '@lmc/codec/structured'
import { MetaTransport } from '@lmc/transport-meta'

/**
 * Opens the cache of an application of Next.js. What Next.js stores holds Maps and Buffers, which have to
 * come back as such.
 */
export function openCache(servers: readonly string[]): MemcachedClient {
  const codec = structuredCodec({
    reducers: { Buffer: (part) => Buffer.isBuffer(part) && part.toString('base64') },
    revivers: { Buffer: (stored) => Buffer.from(String(stored), 'base64') },
  })
  return new MemcachedClient({
    transport: new MetaTransport({ servers }),
    codec: compressed(codec),
    onFailure: logFailures(console.error),
  })
}
