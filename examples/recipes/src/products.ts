import type { CacheView } from '@lmc/client'

export interface Product {
  readonly id: number
  readonly name: string
  readonly category: number
}

/** Where the products are. */
export interface ProductTable {
  find(id: number): Promise<Product | undefined>
  findAll(ids: readonly number[]): Promise<readonly Product[]>
  rename(id: number, name: string): Promise<void>
}

/** Products of a database, behind a cache. */
export class Products {
  readonly #cache: CacheView
  readonly #table: ProductTable

  constructor(cache: CacheView, table: ProductTable) {
    this.#cache = cache.view({ namespace: 'products', lifetime: '10m' })
    this.#table = table
  }

  /** Resolves to a product, or to `undefined` when there is none, which is asked for again the next time. */
  get(id: number): Promise<Product | undefined> {
    return this.#cache.getOrSet(id, () => this.#table.find(id), {
      // Nobody waits for a product that was there before, and the shop stays open while the database is away.
      staleFor: '1h',
      dependencies: [['product', id]],
    })
  }

  /** Resolves to those of some products that there are: one query for all that are not in the cache. */
  getMany(ids: readonly number[]): Promise<Map<number, Product>> {
    const load = async (missing: readonly number[]): Promise<[number, Product][]> => {
      const found = await this.#table.findAll(missing)
      return found.map((product) => [product.id, product])
    }
    return this.#cache.getOrSetMany(ids, load, { staleFor: '1h' })
  }

  /** The text of a page that depends on the product, whatever else it is made from. */
  page(id: number, render: (product: Product | undefined) => string): Promise<string> {
    const load = async (): Promise<string> => render(await this.get(id))
    return this.#cache.getOrSet(['page', id], load, { dependencies: [['product', id]] })
  }

  /** Changes a product. From then on nobody is given its old name, nor a page that has it. */
  async rename(id: number, name: string): Promise<void> {
    await this.#table.rename(id, name)
    await this.#cache.invalidate(id)
    await this.#cache.invalidateDependents([['product', id]])
  }
}
