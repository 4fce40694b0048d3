import { MemcachedClient } from '@lmc/client'
import { MetaTransport } from '@lmc/transport-meta'

// One of several processes that fill the same namespace; `tracked-keys.ts` starts them.
const [server = '', namespace = '', name = ''] = process.argv.slice(2)
const cache = new MemcachedClient({
  transport: new MetaTransport({ servers: [server] }),
  defaultNamespace: namespace,
  trackKeys: true,
})
await cache.setMany([1, 2, 3].map((number) => [`${name}:${number}`, { from: name, number }]))
await cache.close()
