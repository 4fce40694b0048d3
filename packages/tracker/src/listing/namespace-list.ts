import { toEntry } from '../lines/index-entry.ts'
import type { IndexSize } from './index-size.ts'
import type { KeyIndex, WalkOptions } from './key-index.ts'

/** How many namespaces are looked at side by side. */
const AT_ONCE = 100

/** A namespace that has an index. */
export interface NamespaceSize extends IndexSize {
  /** `undefined` is the one of keys without a namespace. */
  readonly namespace: string | undefined
}

/**
 * The namespaces that have an index. They are kept in an index of their own, where `null` stands for none.
 */
export class NamespaceList {
  readonly #index: KeyIndex<string | null>
  readonly #sizeOf: (namespace: string | undefined, options: WalkOptions) => Promise<IndexSize>

  /** @param sizeOf resolves to what the index of a namespace costs. */
  constructor(
    index: KeyIndex<string | null>,
    sizeOf: (namespace: string | undefined, options: WalkOptions) => Promise<IndexSize>,
  ) {
    this.#index = index
    this.#sizeOf = sizeOf
  }

  /** Adds a namespace whose index is there. */
  async add(namespace: string | undefined): Promise<void> {
    const { listed, stored } = this.#index.announce(toEntry({ key: namespace ?? null }))
    await listed
    stored()
  }

  /** Resolves to all namespaces, with what the index of each costs. */
  async sizes(options: WalkOptions): Promise<NamespaceSize[]> {
    const sizes: NamespaceSize[] = []
    for await (const batch of this.#index.live(options)) {
      for (let start = 0; start < batch.length; start += AT_ONCE) {
        const some = batch.slice(start, start + AT_ONCE)
        sizes.push(...(await Promise.all(some.map(({ key }) => this.#size(key ?? undefined, options)))))
      }
    }
    return sizes
  }

  async #size(namespace: string | undefined, options: WalkOptions): Promise<NamespaceSize> {
    const size = await this.#sizeOf(namespace, options)
    return { namespace, ...size }
  }
}
