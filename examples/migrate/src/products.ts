import type { Product } from './product.ts'

/** What each program here does, by whatever client. */
export interface Products {
  /** Resolves to the product, or to `undefined` when the cache does not have it. */
  find(id: string): Promise<Product | undefined>
  save(product: Product): Promise<void>
  forget(id: string): Promise<void>
  close(): Promise<void>
}
