import { jsonCodec, MemcachedClient } from '@lmc/client'
import { firstThat } from '@lmc/codec'
import { MetaTransport, pythonMemcached } from '@lmc/transport-meta'
import type { Product } from '../product.ts'
import type { Products } from '../products.ts'
import { lovelyKey } from './lovely-key.ts'
import { plainPickle } from './plain-pickle.ts'

export function openProducts(servers: string[], load: (id: string) => Promise<Product>): Products {
  const old = plainPickle()
  const cache = new MemcachedClient({
    transport: new MetaTransport({ servers, distribution: pythonMemcached }),
    // `jsonCodec()` alone when the longest lifetime of an old value is over.
    codec: firstThat({ decode: (value, flags) => old.decode(value, flags) }, jsonCodec()),
    defaultLifetime: '10m',
  })
  const keyOf = (id: string): string => lovelyKey(id, 'products')
  return {
    // One load in the whole fleet, however many ask; the old product while it runs.
    find: (id) => cache.getOrSet(keyOf(id), () => load(id), { raw: true, staleFor: '1h' }),
    async save(product) {
      await cache.set(keyOf(product.id), product, { raw: true })
    },
    async forget(id) {
      await cache.invalidate(keyOf(id), { raw: true })
    },
    close: () => cache.close(),
  }
}
