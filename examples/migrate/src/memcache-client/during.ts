import { jsonCodec, MemcachedClient } from '@lmc/client'
import { firstThat } from '@lmc/codec'
import { memcacheClientReader } from '@lmc/codec/memcache-client'
import { MetaTransport } from '@lmc/transport-meta'
import { jsonAt } from '../json-at.ts'
import type { Product } from '../product.ts'
import type { Products } from '../products.ts'
import type { Visits } from '../visits.ts'

export function openProducts(servers: string[]): Products & Visits {
  const cache = new MemcachedClient({
    transport: new MetaTransport({ servers }),
    // Writes as the old client does, and reads what it and lmc write.
    codec: firstThat(jsonAt(2), memcacheClientReader(), jsonCodec()),
    defaultLifetime: 600,
  })
  return {
    find: (id) => cache.get<Product>(`product:${id}`, { raw: true }),
    async save(product) {
      await cache.set(`product:${product.id}`, product, { raw: true })
    },
    async forget(id) {
      await cache.invalidate(`product:${id}`, { raw: true })
    },
    count: (id) => cache.increment(`visits:${id}`, 1, { initial: 1, raw: true }),
    close: () => cache.close(),
  }
}
