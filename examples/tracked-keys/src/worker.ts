import { MemcachedClient } from '@lmc/client'
import { MemjsTransport } from '@lmc/transport-memjs'

// One of several processes that fill the same namespace; `tracked-keys.ts` starts them.
const [server = '', namespace = '', name = ''] = process.argv.slice(2)
const cache = new MemcachedClient({
  transport: new MemjsTransport({ servers: [server] }),
  defaultNamespace: namespace,
  trackKeys: true,
})
await cache.setMany([1, 2, 3].map((number) => [`${name}:${number}`, { from: name, number }]))
await cache.close()
