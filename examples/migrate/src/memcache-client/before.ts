import { MemcacheClient } from 'memcache-client'
import type { Product } from '../product.ts'
import type { Products } from '../products.ts'
import type { Visits } from '../visits.ts'

export function openProducts([server = '127.0.0.1:11211']: string[]): Products & Visits {
  const cache = new MemcacheClient({ server, lifetime: 600 })
  return {
    async find(id) {
      const found = await cache.get<Product>(`product:${id}`)
      return found?.value
    },
    async save(product) {
      await cache.set(`product:${product.id}`, { ...product })
    },
    async forget(id) {
      // Rejects when nothing is there.
      await cache.delete(`product:${id}`).catch(() => undefined)
    },
    async count(id) {
      // Rejects when there is a count; the first program makes it.
      await cache.add(`visits:${id}`, '0').catch(() => undefined)
      return Number(await cache.incr(`visits:${id}`, 1))
    },
    async close() {
      cache.shutdown()
    },
  }
}
