import { clock, isTransportError, type Milliseconds } from '@lmc/transport'

/** How long, and how often, a single item is retried when the transport rejects it as `overloaded`. */
const PATIENCE: Milliseconds = 1000
const PAUSE: Milliseconds = 5

/** The most calls of one batch in flight, and the most bytes of their values. */
const MOST_CALLS = 4096
const MOST_BYTES = 4 * 2 ** 20

/**
 * Runs `work` for each item, portion by portion, so that a large batch does not overload the transport.
 * Resolves to the outcomes in the order of the items. The transport may be busy with other calls. Items that
 * it rejects as `overloaded` are retried in smaller portions, until there is no progress for a second.
 *
 * @param bytesOf how many bytes the value of an item has.
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

/** Starts the work of an item. If it throws, only this item fails. */
async function start<Item, Result>(work: (item: Item) => Promise<Result>, item: Item): Promise<Result> {
  return work(item)
}

function isOverload(outcome: PromiseSettledResult<unknown>): boolean {
  return (
    outcome.status === 'rejected' && isTransportError(outcome.reason) && outcome.reason.code === 'overloaded'
  )
}
