import type { CacheKey } from '@lmc/client'
import { isRawKey, plainKey } from '@lmc/keys'

/** So many keys of a call or a command are told. */
export const MOST_KEYS = 100

/** Cache keys as JSON, and raw ones as they are. What is no key is left out. */
export function keyTexts(keys: readonly CacheKey[]): string[] {
  return keys.slice(0, MOST_KEYS).flatMap((key) => {
    try {
      return [isRawKey(key) ? key.key : JSON.stringify(plainKey(key))]
    } catch {
      // The call itself rejects by it.
      return []
    }
  })
}
