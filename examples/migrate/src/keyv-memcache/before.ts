import { KeyvMemcache } from '@keyv/memcache'
import { Keyv } from 'keyv'
import type { Product } from '../product.ts'
import type { Products } from '../products.ts'

export function openProducts(servers: string[]): Products {
  const cache = new Keyv<Product>({ store: new KeyvMemcache(servers.join(',')), namespace: 'shop' })
  return {
    find: (id) => cache.get(id),
    async save(product) {
      await cache.set(product.id, product, 600_000)
    },
    async forget(id) {
      await cache.delete(id)
    },
    close: () => cache.disconnect(),
  }
}
