import type { Item } from '@lmc/transport'

/**
 * What calls put what they find into, by the keys that they were given. A `Map` has `undefined` under a key
 * whose reply has not come: so one table tells the keys apart and holds the answers.
 */
export type Hits = Map<string, Item | undefined> | Set<string>

/** Prepares `hits` for answers. Returns the different keys, in their order, in an array of its own. */
export function expectHits(hits: Hits, keys: readonly string[]): readonly string[] {
  if (hits instanceof Set) return [...new Set(keys)]
  for (const key of keys) hits.set(key, undefined)
  return hits.size === keys.length ? keys.slice() : [...hits.keys()]
}

/** Forgets the keys that have not been answered, so that only what was found is left. */
export function dropUnanswered(hits: Hits): Map<string, Item> | Set<string> {
  if (hits instanceof Set) return hits
  for (const [key, item] of hits) if (item === undefined) hits.delete(key)
  return hits as Map<string, Item>
}
