import { jsonCodec, MemcachedClient } from '@lmc/client'
import { firstThat } from '@lmc/codec'
import { MetaTransport, pythonMemcached } from '@lmc/transport-meta'
import type { Product } from '../product.ts'
import type { Products } from '../products.ts'
import { lovelyKey } from './lovely-key.ts'
import { plainPickle } from './plain-pickle.ts'

export function openProducts(servers: string[]): Products {
  const cache = new MemcachedClient({
    transport: new MetaTransport({ servers, distribution: pythonMemcached }),
    // Writes pickles as the old program does, and reads what it and lmc write.
    codec: firstThat(plainPickle(), jsonCodec()),
    defaultLifetime: 600,
  })
  const keyOf = (id: string): string => lovelyKey(id, 'products')
  return {
    find: (id) => cache.get<Product>(keyOf(id), { raw: true }),
    async save(product) {
      await cache.set(keyOf(product.id), product, { raw: true })
    },
    async forget(id) {
      await cache.invalidate(keyOf(id), { raw: true })
    },
    close: () => cache.close(),
  }
}
