import type { ListedItems } from '../../api/list-line.ts'

/** Takes items one by one, and has them as columns. */
export class ItemColumns implements ListedItems {
  readonly names: string[] = []
  readonly memcachedKeys: (string | null)[] = []
  readonly namespaces: (string | null | false)[]
  readonly sizes: number[] = []
  readonly lifetimesLeft: number[] = []

  /** @param namespaces one that all items have, or none: then there is to be one for each item. */
  constructor(namespaces: (string | null | false)[] = []) {
    this.namespaces = namespaces
  }

  /** How many items there are. */
  get length(): number {
    return this.names.length
  }

  add(name: string, memcachedKey: string, size: number, lifetimeLeft: number): void {
    this.names.push(name)
    this.memcachedKeys.push(memcachedKey === name ? null : memcachedKey)
    this.sizes.push(size)
    this.lifetimesLeft.push(lifetimeLeft)
  }
}
