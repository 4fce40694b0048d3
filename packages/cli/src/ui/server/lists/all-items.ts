import { isOwnItem } from '@lmc/client'
import { NO_UTF8 } from '../../../dump/no-utf8.ts'
import { printable } from '../../../output/printable.ts'
import { showKey } from '../../../output/show-key.ts'
import type { ListedItems } from '../../api/list-line.ts'
import type { Gaps } from './gaps.ts'
import { ItemColumns } from './item-columns.ts'
import type { ListSources } from './list-sources.ts'
import { namesOfKeys } from './names-of-keys.ts'

/** So many items are given at once. */
const BATCH = 1000

/**
 * Gives the items of all servers in batches, whoever has set them, by the names that lists of keys have for
 * them. The items of lmc itself are left out.
 *
 * @param gaps is told what is missing.
 */
export async function* allItems(
  sources: Pick<ListSources, 'alone' | 'tracker'>,
  gaps: Gaps,
  signal: AbortSignal,
): AsyncGenerator<ListedItems, void, undefined> {
  const names = await namesOfKeys(sources, { signal, onPartial: gaps.onPartial })
  let batch = new ItemColumns()
  for (const server of sources.alone) {
    try {
      for await (const { key, itemSize, lifetimeLeft } of server.dumpItems({ signal })) {
        if (isOwnItem(key)) continue
        if (key.includes(NO_UTF8)) {
          gaps.add('Items whose keys are no UTF-8 are left out: no call can name them.')
          continue
        }
        const listed = names.get(key)
        const name = listed === undefined ? printable(key) : showKey(listed.key)
        batch.add(name, key, itemSize, lifetimeLeft)
        batch.namespaces.push(listed === undefined ? false : (listed.namespace ?? null))
        if (batch.length < BATCH) continue
        yield batch
        batch = new ItemColumns()
      }
    } catch (error) {
      signal.throwIfAborted()
      gaps.addFailure('Items', error)
    }
  }
  yield batch
}
