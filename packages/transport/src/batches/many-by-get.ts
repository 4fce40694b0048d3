import type { Item } from '../contract/item.ts'
import { withPartial } from './with-partial.ts'

/**
 * Derives `getMany` from `get`, for a client that has no multi-get but sends the commands of one tick
 * together.
 *
 * @throws {TransportError} the first that a `get` threw, with what the others gave as its `partial`, once all
 *   have settled.
 */
export async function getManyByGet(
  keys: readonly string[],
  get: (key: string) => Promise<Item | undefined>,
): Promise<Map<string, Item>> {
  const hits = new Map<string, Item>()
  const failures: unknown[] = []
  const ask = async (key: string): Promise<void> => {
    try {
      const item = await get(key)
      if (item !== undefined) hits.set(key, item)
    } catch (error) {
      failures.push(error)
    }
  }
  await Promise.all(Array.from(new Set(keys), ask))
  if (failures.length === 0) return hits
  throw withPartial(failures[0], hits, 'getMany')
}
