import { printable } from '../../../output/printable.ts'
import { showKey } from '../../../output/show-key.ts'
import type { ListedItem } from '../../api/listed-item.ts'
import type { Gaps } from './gaps.ts'
import { isOwnItem } from './is-own-item.ts'
import type { ListSources } from './list-sources.ts'
import { namesOfKeys } from './names-of-keys.ts'

/**
 * Gives the items of all servers, whoever has set them, by the names that lists of keys have for them. The
 * items of lmc itself are left out.
 *
 * @param gaps is told what is missing.
 */
export async function* allItems(
  sources: ListSources,
  gaps: Gaps,
  signal: AbortSignal,
): AsyncGenerator<ListedItem, void, undefined> {
  const names = await namesOfKeys(sources, { signal, onPartial: gaps.onPartial })
  for (const server of sources.alone) {
    try {
      for await (const { key, itemSize, lifetimeLeft } of server.dumpItems({ signal })) {
        if (isOwnItem(key)) continue
        const listed = names.get(key)
        const name = listed === undefined ? printable(key) : showKey(listed.key)
        const namespace = listed === undefined ? false : (listed.namespace ?? null)
        yield [name, name === key ? null : key, namespace, itemSize, lifetimeLeft]
      }
    } catch (error) {
      signal.throwIfAborted()
      gaps.addFailure('Items', error)
    }
  }
}
