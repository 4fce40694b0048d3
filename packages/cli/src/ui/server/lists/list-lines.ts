import { count } from '../../../output/figures.ts'
import type { ListedItem, ListLine } from '../../api/listed-item.ts'
import type { Gaps } from './gaps.ts'

/** A page that shows more is slow, and nobody reads it. */
const MOST_ITEMS = 500_000

/**
 * Gives a list as lines of JSON: the items, then why some may be missing.
 *
 * @param batches the items, some at a time.
 */
export async function* listLines(
  batches: AsyncIterable<readonly ListedItem[]>,
  gaps: Gaps,
): AsyncGenerator<string, void, undefined> {
  let room = MOST_ITEMS
  for await (const items of batches) {
    if (items.length > room) {
      gaps.add(`There are more than ${count(MOST_ITEMS)} items. The others are not shown.`)
      yield toLine({ items: items.slice(0, room) })
      break
    }
    room -= items.length
    if (items.length > 0) yield toLine({ items })
  }
  yield toLine({ gaps: gaps.sentences })
}

function toLine(line: ListLine): string {
  return `${JSON.stringify(line)}\n`
}
