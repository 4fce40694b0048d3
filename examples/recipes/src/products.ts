import type { CacheView } from '@lmc/client'

export interface Product {
  readonly id: string
  readonly name: string
}

/** The permanent store of the products. */
export interface ProductStore {
  read(id: string): Promise<Product | undefined>
  write(product: Product): Promise<void>
}

/** Products, read through the cache. */
export class Products {
  readonly #cache: CacheView
  readonly #store: ProductStore

  constructor(cache: CacheView, store: ProductStore) {
    this.#cache = cache.view({ namespace: 'products', lifetime: '10m' })
    this.#store = store
  }

  /** Resolves to the product, or to `null` when there is none. The cache remembers `null` as well. */
  async find(id: string): Promise<Product | null> {
    const read = async (): Promise<Product | null> => (await this.#store.read(id)) ?? null
    return this.#cache.getOrSet(id, read, { staleFor: '1h' })
  }

  /** Resolves to a page made from several products. The page is made again when one of them changes. */
  async list(name: string, ids: readonly string[]): Promise<string> {
    const dependencies = ids.map((id) => ['product', id])
    return this.#cache.getOrSet(['list', name], () => this.#render(ids), { dependencies })
  }

  /** Writes the store first, then the cache. A read in between gets the old product, which is not kept. */
  async save(product: Product): Promise<void> {
    await this.#store.write(product)
    await Promise.all([
      this.#cache.invalidate(product.id),
      this.#cache.invalidateDependents([['product', product.id]]),
    ])
  }

  async #render(ids: readonly string[]): Promise<string> {
    const products = await Promise.all(ids.map((id) => this.find(id)))
    return products.map((product) => product?.name ?? 'sold out').join(', ')
  }
}
