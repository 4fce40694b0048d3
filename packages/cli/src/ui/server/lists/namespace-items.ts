import { Flag } from '@lmc/codec'
import type { ItemDetails } from '@lmc/transport'
import type { MetaTransport } from '@lmc/transport-meta'
import { count } from '../../../output/figures.ts'
import { showKey } from '../../../output/show-key.ts'
import type { ListedItem } from '../../api/listed-item.ts'
import type { Gaps } from './gaps.ts'
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
): AsyncGenerator<readonly ListedItem[], void, undefined> {
  for await (const keys of tracker.named(namespace, { signal, onPartial: gaps.onPartial })) {
    const asked = keys.map(({ memcachedKey }) => transport.inspect(memcachedKey, { signal }))
    const outcomes = await Promise.allSettled(asked)
    signal.throwIfAborted()
    const items: ListedItem[] = []
    for (const [at, { key, memcachedKey }] of keys.entries()) {
      const outcome = outcomes[at]
      if (outcome?.status === 'rejected') gaps.addFailure('Keys', outcome.reason)
      const details = outcome?.status === 'fulfilled' ? outcome.value : undefined
      if (details === undefined || isLease(details)) continue
      const name = showKey(key)
      const { valueSize, lifetimeLeft } = details
      const other = name === memcachedKey ? null : memcachedKey
      items.push([name, other, namespace ?? null, valueSize, lifetimeLeft])
    }
    yield items
  }
  await noteEvictions(transport, gaps, signal)
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
