import { isTransportError } from '@lmc/transport'

/** So many calls are under way at once for one batch, and their values have so many bytes together. */
const MOST_CALLS = 4096
const MOST_BYTES = 4 * 2 ** 20

/**
 * Carries out `work` for each item and resolves to the outcomes, in the order of the items: portion by portion, so that one batch of any size
 * does not overload the transport by itself. What is refused as `overloaded` nevertheless, because the transport takes fewer calls at
 * once, is tried again in smaller portions.
 *
 * @param bytesOf how many bytes an item sends, beside a line.
 */
export async function settleInPortions<Item, Result>(
  items: readonly Item[],
  bytesOf: (item: Item) => number,
  work: (item: Item) => Promise<Result>,
): Promise<PromiseSettledResult<Result>[]> {
  const outcomes = new Map<number, PromiseSettledResult<Result>>()
  let waiting = [...items.keys()]
  let most = MOST_CALLS
  while (waiting.length > 0) {
    const portion = nextPortion(waiting, most, (index) => bytesOf(items[index] as Item))
    const settled = await Promise.allSettled(portion.map((index) => start(work, items[index] as Item)))
    const refused: number[] = []
    for (const [at, index] of portion.entries()) {
      const outcome = settled[at] as PromiseSettledResult<Result>
      if (portion.length > 1 && isOverload(outcome)) refused.push(index)
      else outcomes.set(index, outcome)
    }
    if (refused.length > 0) most = Math.max(1, Math.floor((portion.length - refused.length) / 2))
    waiting = [...refused, ...waiting.slice(portion.length)]
  }
  return Array.from(items, (_, index) => outcomes.get(index) as PromiseSettledResult<Result>)
}

function nextPortion(waiting: readonly number[], most: number, bytesOf: (index: number) => number): number[] {
  let bytes = 0
  let count = 0
  for (const index of waiting) {
    bytes += bytesOf(index)
    if (count > 0 && (count === most || bytes > MOST_BYTES)) break
    count++
  }
  return waiting.slice(0, count)
}

/** What throws instead of giving a promise fails its own item only. */
async function start<Item, Result>(work: (item: Item) => Promise<Result>, item: Item): Promise<Result> {
  return work(item)
}

function isOverload(outcome: PromiseSettledResult<unknown>): boolean {
  return (
    outcome.status === 'rejected' && isTransportError(outcome.reason) && outcome.reason.code === 'overloaded'
  )
}
