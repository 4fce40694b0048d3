import { Client } from 'memjs'
import type { Product } from '../product.ts'
import type { Products } from '../products.ts'
import type { Visits } from '../visits.ts'

export function openProducts(servers: string[]): Products & Visits {
  const cache = Client.create(servers.join(','), { expires: 600 })
  return {
    async find(id) {
      const { value } = await cache.get(`product:${id}`)
      return value === null ? undefined : (JSON.parse(value.toString()) as Product)
    },
    async save(product) {
      await cache.set(`product:${product.id}`, JSON.stringify(product))
    },
    async forget(id) {
      await cache.delete(`product:${id}`)
    },
    async count(id) {
      const { value } = await cache.increment(`visits:${id}`, 1, { initial: 1 })
      return value ?? undefined
    },
    async close() {
      cache.close()
    },
  }
}
