import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { type Product, Products, type ProductTable } from '../src/products.ts'
import { describeOnMemcached } from './environments.ts'

/** A table of ten products that counts its queries. */
class CountedTable implements ProductTable {
  queries = 0
  isDown = false
  readonly #products = new Map<number, Product>(
    Array.from({ length: 10 }, (_, id) => [id, { id, name: `product ${id}`, category: id % 2 }]),
  )

  async find(id: number): Promise<Product | undefined> {
    const [product] = await this.findAll([id])
    return product
  }

  async findAll(ids: readonly number[]): Promise<readonly Product[]> {
    this.queries++
    const found = ids.flatMap((id) => this.#products.get(id) ?? [])
    await sleep(20)
    if (this.isDown) throw new Error('the database is down')
    return found
  }

  async rename(id: number, name: string): Promise<void> {
    const product = this.#products.get(id)
    if (product !== undefined) this.#products.set(id, { ...product, name })
  }
}

describeOnMemcached('Products', (open) => {
  it('are queried once, however many processes ask at once', async () => {
    const table = new CountedTable()
    const shops = [open(), open(), open()].map((cache) => new Products(cache, table))
    const found = await Promise.all(shops.flatMap((shop) => Array.from({ length: 20 }, () => shop.get(1))))
    expect(new Set(found.map((product) => product?.name))).toEqual(new Set(['product 1']))
    expect(table.queries).toBe(1)
    await expect(shops[0]?.get(99)).resolves.toBeUndefined()
  })

  it('are queried together, those that are missing', async () => {
    const table = new CountedTable()
    const shop = new Products(open(), table)
    await shop.get(1)
    const products = await shop.getMany([3, 1, 99, 2])
    expect([...products.keys()]).toEqual([3, 1, 2])
    expect(table.queries).toBe(2)
    await shop.getMany([1, 2, 3])
    expect(table.queries).toBe(2)
  })

  it('have no old name after they were renamed, not on a page either, also when they were being read', async () => {
    const table = new CountedTable()
    const [one, other] = [open(), open()].map((cache) => new Products(cache, table)) as [Products, Products]
    const render = (product: Product | undefined): string => `<h1>${product?.name}</h1>`
    const page = one.page(1, render)
    await sleep(5)
    await other.rename(1, 'new')
    await page
    await expect(one.page(1, render)).resolves.toBe('<h1>new</h1>')
    await expect(other.get(1)).resolves.toMatchObject({ name: 'new' })
    await expect(other.getMany([1])).resolves.toEqual(new Map([[1, { id: 1, name: 'new', category: 1 }]]))
  })
})
