import { forwardTo, TransportError } from '@lmc/transport'
import { expect, it } from 'vitest'
import { type Product, Products, type ProductStore } from '../src/products.ts'
import { describeOnMemcached } from './environments.ts'

/** A store in memory that counts reads. */
class Store implements ProductStore {
  reads = 0
  readonly #products = new Map<string, Product>()

  async read(id: string): Promise<Product | undefined> {
    this.reads++
    await new Promise((resolve) => void setTimeout(resolve, 20))
    return this.#products.get(id)
  }

  async write(product: Product): Promise<void> {
    this.#products.set(product.id, product)
  }
}

describeOnMemcached('Products', (open) => {
  it('are read once by all processes, and again after a change', async () => {
    const store = new Store()
    const [one, other] = [new Products(open(), store), new Products(open(), store)]
    await one.save({ id: '7', name: 'tea' })
    const found = await Promise.all(
      Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? one : other).find('7')),
    )
    expect(found).toEqual(found.map(() => ({ id: '7', name: 'tea' })))
    expect(store.reads).toBe(1)
    await other.save({ id: '7', name: 'coffee' })
    await expect(one.find('7')).resolves.toEqual({ id: '7', name: 'coffee' })
    expect(store.reads).toBe(2)
  })

  it('that do not exist are remembered', async () => {
    const store = new Store()
    const products = new Products(open(), store)
    await expect(products.find('8')).resolves.toBeNull()
    await expect(products.find('8')).resolves.toBeNull()
    expect(store.reads).toBe(1)
    await products.save({ id: '8', name: 'milk' })
    await expect(products.find('8')).resolves.toEqual({ id: '8', name: 'milk' })
  })

  it('change only the lists with them', async () => {
    const store = new Store()
    const products = new Products(open(), store)
    await products.save({ id: '7', name: 'tea' })
    await products.save({ id: '9', name: 'cups' })
    await expect(products.list('drinks', ['7', '8'])).resolves.toBe('tea, sold out')
    await expect(products.list('ware', ['9'])).resolves.toBe('cups')
    await products.save({ id: '8', name: 'milk' })
    await expect(products.list('drinks', ['7', '8'])).resolves.toBe('tea, milk')
    const { reads } = store
    await expect(products.list('ware', ['9'])).resolves.toBe('cups')
    expect(store.reads).toBe(reads)
  })

  it('are read from the store while memcached is down', async () => {
    const refuse = (): Promise<never> => Promise.reject(new TransportError('connection', 'refused'))
    const { transport } = open()
    const down = forwardTo(transport, { get: refuse, gets: refuse, add: refuse, delete: refuse })
    const store = new Store()
    const products = new Products(open({ transport: down, onFailure: () => {} }), store)
    await products.save({ id: '7', name: 'tea' })
    await expect(products.find('7')).resolves.toEqual({ id: '7', name: 'tea' })
  })
})
