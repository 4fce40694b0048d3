import type { Product } from '../src/product.ts'

/** Products with hard names: scripts, quotes, line ends, a text that looks like a number, an empty one. */
export const products: readonly Product[] = [
  'chair',
  'Stühle, 椅子 😀',
  'it\'s a "chair"\r\nwith \\ and \t',
  '42',
  '',
  'long '.repeat(4000),
].map((name, index) => ({ id: `p${index}`, name, price: 4200 + index }))
