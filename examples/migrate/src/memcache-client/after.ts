import { jsonCodec, MemcachedClient } from '@lmc/client'
import { firstThat } from '@lmc/codec'
import { memcacheClientReader } from '@lmc/codec/memcache-client'
import { MetaTransport } from '@lmc/transport-meta'
import type { Product } from '../product.ts'
import type { Products } from '../products.ts'

export function openProducts(servers: string[], load: (id: string) => Promise<Product>): Products {
  const cache = new MemcachedClient({
    transport: new MetaTransport({ servers }),
    // `jsonCodec()` alone when the longest lifetime of an old value is over.
    codec: firstThat(memcacheClientReader(), jsonCodec()),
    defaultLifetime: '10m',
  })
  return {
    // One load in the whole fleet, however many ask; the old product while it runs.
    find: (id) => cache.getOrSet(`product:${id}`, () => load(id), { raw: true, staleFor: '1h' }),
    async save(product) {
      await cache.set(`product:${product.id}`, product, { raw: true })
    },
    async forget(id) {
      await cache.invalidate(`product:${id}`, { raw: true })
    },
    close: () => cache.close(),
  }
}
