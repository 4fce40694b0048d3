import type { CacheKey } from '@lmc/client'
import { isRawKey, plainKey } from '@lmc/keys'

/** A span has at most so many keys. */
export const MOST_KEYS = 100

/** Gives cache keys as JSON, and raw keys as they are. Leaves out what is no key. */
export function keyTexts(keys: readonly CacheKey[]): string[] {
  return keys.slice(0, MOST_KEYS).flatMap((key) => {
    try {
      return [isRawKey(key) ? key.key : JSON.stringify(plainKey(key))]
    } catch {
      // The call rejects by the same mistake.
      return []
    }
  })
}
