import { tell } from '../../access/ask.ts'

/** So many items are dropped at once, so that one sees how far it is. */
const BATCH = 2000

/**
 * Drops items. Resolves to how many were still there.
 *
 * @param onProgress is told how much is done, from 0 to 1.
 */
export async function dropItems(
  memcachedKeys: readonly string[],
  onProgress: (share: number) => void,
): Promise<number> {
  let dropped = 0
  for (let from = 0; from < memcachedKeys.length; from += BATCH) {
    const keys = memcachedKeys.slice(from, from + BATCH)
    dropped += (await tell<{ readonly deleted: number }>('items/delete', { keys })).deleted
    onProgress(Math.min(1, (from + BATCH) / memcachedKeys.length))
  }
  return dropped
}
