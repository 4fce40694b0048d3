import { count } from '../../../output/figures.ts'
import type { ListedItem, ListLine } from '../../api/listed-item.ts'
import type { Gaps } from './gaps.ts'

/** So many items make a line. */
const BATCH = 1000

/** A page that shows more is slow, and nobody reads it. */
const MOST_ITEMS = 500_000

/** Gives a list as lines of JSON: the items, then why some may be missing. */
export async function* listLines(
  items: AsyncIterable<ListedItem>,
  gaps: Gaps,
): AsyncGenerator<string, void, undefined> {
  let batch: ListedItem[] = []
  let length = 0
  for await (const item of items) {
    if (length === MOST_ITEMS) {
      gaps.add(`There are more than ${count(MOST_ITEMS)} items. The others are not shown.`)
      break
    }
    length++
    batch.push(item)
    if (batch.length < BATCH) continue
    yield toLine({ items: batch })
    batch = []
  }
  if (batch.length > 0) yield toLine({ items: batch })
  yield toLine({ gaps: gaps.sentences })
}

function toLine(line: ListLine): string {
  return `${JSON.stringify(line)}\n`
}
