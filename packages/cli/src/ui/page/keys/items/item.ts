import type { ListedItems } from '../../../api/list-line.ts'

/** An item as the page lists it. */
export interface Item {
  readonly name: string
  readonly memcachedKey: string
  /** `null`: its key has none. `false`: no list of keys names it. */
  readonly namespace: string | null | false
  /** In bytes. */
  readonly size: number
  /** In milliseconds since 1970; `Infinity`: it lives for ever. */
  readonly expiresAt: number
}

/** @param now when they were listed, in milliseconds since 1970. */
export function toItems(listed: ListedItems, now: number): Item[] {
  const { names, memcachedKeys, namespaces, sizes, lifetimesLeft } = listed
  const isOfOne = namespaces.length === 1
  return names.map((name, at) => {
    const left = lifetimesLeft[at] ?? 0
    return {
      name,
      memcachedKey: memcachedKeys[at] ?? name,
      namespace: namespaces[isOfOne ? 0 : at] ?? null,
      size: sizes[at] ?? 0,
      expiresAt: left === 0 ? Infinity : now + left * 1000,
    }
  })
}
