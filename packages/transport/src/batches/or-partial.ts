import type { Item } from '../contract/item.ts'
import { isTransportError, type TransportError } from '../transport-error.ts'

/**
 * Resolves to what a `getMany` or `hasMany` does. When servers fail, tells `onFailure`, and resolves to what
 * the others gave.
 *
 * @param none what to resolve to when no server gave anything: an empty `Map` or `Set`.
 * @throws what is no `TransportError`, such as the reason of a signal, and what `onFailure` throws.
 */
export async function orPartial<Found extends Map<string, Item> | Set<string>>(
  call: Promise<Found>,
  none: Found,
  onFailure: (error: TransportError) => void,
): Promise<Found> {
  try {
    return await call
  } catch (error) {
    if (!isTransportError(error)) throw error
    onFailure(error)
    return isLike(error.partial, none) ? error.partial : none
  }
}

function isLike<Found>(partial: unknown, none: Found): partial is Found {
  return none instanceof Map ? partial instanceof Map : partial instanceof Set
}
