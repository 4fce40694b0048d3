import type { ListedItem } from '../../api/listed-item.ts'

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

/** @param now when it was listed, in milliseconds since 1970. */
export function toItem([name, memcachedKey, namespace, size, left]: ListedItem, now: number): Item {
  const expiresAt = left === 0 ? Infinity : now + left * 1000
  return { name, memcachedKey: memcachedKey ?? name, namespace, size, expiresAt }
}
