import { jsonCodec, MemcachedClient } from '@lmc/client'
import { firstThat } from '@lmc/codec'
import { plainJsonCodec } from '@lmc/codec/plain-json'
import { MetaTransport, modulo } from '@lmc/transport-meta'
import type { Product } from '../product.ts'
import type { Products } from '../products.ts'
import type { Visits } from '../visits.ts'

export function openProducts(servers: string[]): Products & Visits {
  const cache = new MemcachedClient({
    transport: new MetaTransport({ servers, distribution: modulo }),
    // Writes JSON as the old program does, and reads what it and lmc write.
    codec: firstThat(plainJsonCodec(), jsonCodec()),
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
