import { promisify } from 'node:util'
import Memcached from 'memcached'
import type { Product } from '../product.ts'
import type { Products } from '../products.ts'
import type { Visits } from '../visits.ts'

export function openProducts(servers: string[]): Products & Visits {
  const cache = new Memcached(servers, { namespace: 'shop:' })
  const call = <T>(ask: (done: (error: unknown, result: T) => void) => void): Promise<T> => promisify(ask)()
  return {
    async find(id) {
      return call<Product | undefined>((done) => cache.get(`product:${id}`, done))
    },
    async save(product) {
      await call((done) => cache.set(`product:${product.id}`, product, 600, done))
    },
    async forget(id) {
      await call((done) => cache.del(`product:${id}`, done))
    },
    async count(id) {
      const visited = (): Promise<number | boolean> => call((done) => cache.incr(`visits:${id}`, 1, done))
      const count = await visited()
      if (typeof count === 'number') return count
      // Nothing was there. When another program has been faster, `add` fails, and its count goes up.
      const isFirst = await call((done) => cache.add(`visits:${id}`, 1, 600, done)).catch(() => false)
      return isFirst ? 1 : Number(await visited())
    },
    async close() {
      cache.end()
    },
  }
}
