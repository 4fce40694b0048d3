import { expect, it } from 'vitest'
import { warmUp } from '../src/warm-up.ts'
import { describeOnMemcached } from './environments.ts'

describeOnMemcached('warmUp', (open) => {
  it('reads the missing values with few queries, and stores them', async () => {
    const products = open().view({ namespace: 'products' })
    await products.set('product 7', 'is there')
    const keys = Array.from({ length: 1200 }, (_, index) => `product ${index}`)
    const queries: number[] = []
    const read = async (missing: readonly string[]): Promise<Map<string, string>> => {
      queries.push(missing.length)
      // The database has all but one.
      return new Map(missing.filter((key) => key !== 'product 9').map((key) => [key, `read ${key}`]))
    }
    await expect(warmUp(products, keys, read)).resolves.toBe(1198)
    expect(queries).toEqual([499, 500, 200])
    const values = await products.getMany<string>(keys)
    expect(values.size).toBe(1199)
    expect(values.get('product 7')).toBe('is there')
    expect(values.get('product 8')).toBe('read product 8')
    await expect(warmUp(products, keys, read)).resolves.toBe(0)
    expect(queries).toEqual([499, 500, 200, 1])
  })
})
