import { clock, isTransportError, type Milliseconds } from '@lmc/transport'

/** How long, and how often, a single item is tried again that the transport refuses as `overloaded`. */
const PATIENCE: Milliseconds = 1000
const PAUSE: Milliseconds = 5

/** So many calls are under way at once for one batch, and their values have so many bytes together. */
const MOST_CALLS = 4096
const MOST_BYTES = 4 * 2 ** 20

/**
 * Carries out `work` for each item, portion by portion: a batch of any size does not overload the transport.
 * Resolves to the outcomes in the order of the items. A transport may take fewer calls at once, or be busy
 * with others. What it refuses as `overloaded` is tried again in smaller portions, for a second without any
 * progress.
 *
 * @param bytesOf how many bytes an item sends, beside a line.
 */
export async function settleInPortions<Item, Result>(
  items: readonly Item[],
  bytesOf: (item: Item) => number,
  work: (item: Item) => Promise<Result>,
): Promise<PromiseSettledResult<Result>[]> {
  const outcomes = new Map<number, PromiseSettledResult<Result>>()
  const waiting = [...items.keys()]
  let head = 0
  let most = MOST_CALLS
  let progressAt = clock.now()
  while (head < waiting.length) {
    const portion = nextPortion(waiting, head, most, (index) => bytesOf(items[index] as Item))
    const settled = await Promise.allSettled(portion.map((index) => start(work, items[index] as Item)))
    const refused: number[] = []
    for (const [at, index] of portion.entries()) {
      const outcome = settled[at] as PromiseSettledResult<Result>
      const isLast = portion.length === 1 && clock.now() - progressAt > PATIENCE
      if (isOverload(outcome) && !isLast) refused.push(index)
      else outcomes.set(index, outcome)
    }
    const done = portion.length - refused.length
    if (refused.length > 0) most = Math.max(1, Math.floor(done / 2))
    if (done > 0) progressAt = clock.now()
    else await new Promise((resolve) => clock.setTimeout(resolve, PAUSE))
    head += done
    for (const [at, index] of refused.entries()) waiting[head + at] = index
  }
  return Array.from(items, (_, index) => outcomes.get(index) as PromiseSettledResult<Result>)
}

function nextPortion(
  waiting: readonly number[],
  head: number,
  most: number,
  bytesOf: (index: number) => number,
): number[] {
  const portion: number[] = []
  let bytes = 0
  for (let at = head; at < waiting.length && portion.length < most; at++) {
    const index = waiting[at] as number
    bytes += bytesOf(index)
    if (portion.length > 0 && bytes > MOST_BYTES) break
    portion.push(index)
  }
  return portion
}

/** An item whose work throws at once fails alone. */
async function start<Item, Result>(work: (item: Item) => Promise<Result>, item: Item): Promise<Result> {
  return work(item)
}

function isOverload(outcome: PromiseSettledResult<unknown>): boolean {
  return (
    outcome.status === 'rejected' && isTransportError(outcome.reason) && outcome.reason.code === 'overloaded'
  )
}
