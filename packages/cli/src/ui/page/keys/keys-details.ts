import type { Place } from '../navigation/place.ts'
import { type Order, sorts } from './order.ts'

/** What the address says of the view of keys. */
export interface KeysDetails {
  /** `all`, `unnamed` for keys without a namespace, or `=` and a namespace. */
  readonly list: string
  readonly search: string
  readonly form: 'table' | 'tree'
  /** What stands between the parts of a name. */
  readonly separator: string
  readonly order: Order
  /** The memcached key of the item that is shown; empty: none. */
  readonly item: string
}

/**
 * Reads the details of a place. What is absent has a default.
 *
 * @param namespace the one that is listed by default; `null`: all items are.
 */
export function keysDetails(details: Place['details'], namespace: string | null): KeysDetails {
  const {
    list = namespace === null ? 'all' : `=${namespace}`,
    search = '',
    form,
    separator,
    sort,
    order,
    item = '',
  } = details
  return {
    list,
    search,
    form: form === 'tree' ? 'tree' : 'table',
    separator: separator ?? ':',
    order: { sort: sorts.find((one) => one === sort) ?? 'name', isDescending: order === 'descending' },
    item,
  }
}
