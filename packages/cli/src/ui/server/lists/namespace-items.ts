import { Flag } from '@lmc/codec'
import type { PlainKey } from '@lmc/keys'
import type { IndexedKey } from '@lmc/tracker'
import type { ItemDetails } from '@lmc/transport'
import type { MetaTransport } from '@lmc/transport-meta'
import { count } from '../../../output/figures.ts'
import { showKey } from '../../../output/show-key.ts'
import type { ListedItems } from '../../api/list-line.ts'
import type { Gaps } from './gaps.ts'
import { ItemColumns } from './item-columns.ts'
import type { ListSources } from './list-sources.ts'

/** The flags of an item that only says that somebody loads the value. */
const LEASED = Flag.header | Flag.lease

/**
 * Gives the items that the list of a namespace names and that are there, in batches.
 *
 * @param namespace `undefined`: the keys without one.
 * @param gaps is told what is missing.
 */
export async function* namespaceItems(
  { transport, tracker }: Pick<ListSources, 'transport' | 'tracker'>,
  namespace: string | undefined,
  gaps: Gaps,
  signal: AbortSignal,
): AsyncGenerator<ListedItems, void, undefined> {
  const look = async (keys: readonly IndexedKey<PlainKey>[]): Promise<ListedItems> => {
    const details = await detailsOf(transport, keys, gaps)
    const items = new ItemColumns([namespace ?? null])
    for (const [at, { key, memcachedKey }] of keys.entries()) {
      const one = details[at]
      if (one !== undefined && !isLease(one))
        items.add(showKey(key), memcachedKey, one.valueSize, one.lifetimeLeft)
    }
    return items
  }
  let looked: Promise<ListedItems> | undefined
  for await (const keys of tracker.named(namespace, { signal, onPartial: gaps.onPartial })) {
    // The servers answer for these while those before go to the page.
    const next = look(keys)
    if (looked !== undefined) yield await looked
    signal.throwIfAborted()
    looked = next
  }
  if (looked !== undefined) yield await looked
  await noteEvictions(transport, gaps, signal)
}

/** Resolves to the details of items, in the order of their keys; `undefined` where nothing is there. */
async function detailsOf(
  transport: MetaTransport,
  keys: readonly IndexedKey<PlainKey>[],
  gaps: Gaps,
): Promise<readonly (ItemDetails | undefined)[]> {
  // Without a signal for each: whoever has gone does not wait for these few.
  const asked = keys.map(({ memcachedKey }) => transport.inspect(memcachedKey))
  return Promise.all(asked).catch(async () => {
    const outcomes = await Promise.allSettled(asked)
    return outcomes.map((outcome) => {
      if (outcome.status === 'fulfilled') return outcome.value
      gaps.addFailure('Keys', outcome.reason)
      return undefined
    })
  })
}

function isLease({ flags }: ItemDetails): boolean {
  return (flags & LEASED) === LEASED
}

/** Lists of keys are items as well, and may be evicted. */
async function noteEvictions(transport: MetaTransport, gaps: Gaps, signal: AbortSignal): Promise<void> {
  const entries = await transport.statistics({ signal })
  const evicted = entries.reduce((sum, { statistics }) => sum + Number(statistics['evictions'] ?? 0), 0)
  if (evicted > 0)
    gaps.add(
      `The servers have evicted ${count(evicted)} items, and may have evicted lines of the list. ` +
        '`lmc audit` counts the keys that no list names.',
    )
}
