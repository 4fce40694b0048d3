import { count } from '../../../output/figures.ts'
import type { ListedItems, ListLine } from '../../api/list-line.ts'
import type { Gaps } from './gaps.ts'

/** A page that shows more is slow, and nobody reads it. */
const MOST_ITEMS = 500_000

/**
 * Gives a list as lines of JSON: the items, then why some may be missing.
 *
 * @param batches the items, some at a time.
 */
export async function* listLines(
  batches: AsyncIterable<ListedItems>,
  gaps: Gaps,
): AsyncGenerator<string, void, undefined> {
  let room = MOST_ITEMS
  for await (const items of batches) {
    const { length } = items.names
    if (length > room) {
      gaps.add(`There are more than ${count(MOST_ITEMS)} items. The others are not shown.`)
      yield toLine({ items: firstOf(items, room) })
      break
    }
    room -= length
    if (length > 0) yield toLine({ items })
  }
  yield toLine({ gaps: gaps.sentences })
}

function firstOf(items: ListedItems, most: number): ListedItems {
  return {
    names: items.names.slice(0, most),
    memcachedKeys: items.memcachedKeys.slice(0, most),
    namespaces: items.namespaces.slice(0, most),
    sizes: items.sizes.slice(0, most),
    lifetimesLeft: items.lifetimesLeft.slice(0, most),
  }
}

function toLine(line: ListLine): string {
  return `${JSON.stringify(line)}\n`
}
