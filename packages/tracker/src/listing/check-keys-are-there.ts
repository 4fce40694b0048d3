import type { CallOptions, Transport } from '@lmc/transport'
import { hasWhatIsThere, type OnPartial } from '../partial-answers.ts'
import type { LoadedPart } from './loaded-part.ts'
import type { Proposal } from './proposal.ts'

/**
 * Resolves to the keys that are there: values expire, are evicted, and are dropped. Marks the others as gone,
 * when all servers have answered.
 */
export async function checkKeysAreThere<Key>(
  transport: Transport,
  proposals: readonly Proposal<Key>[],
  part: LoadedPart,
  options: CallOptions,
  onPartial: OnPartial,
): Promise<readonly Proposal<Key>[]> {
  const memcachedKeys = proposals.map(({ memcachedKey }) => memcachedKey)
  let isWhole = true
  const there = await hasWhatIsThere(transport, memcachedKeys, options, (error) => {
    isWhole = false
    onPartial(error)
  })
  const gone = proposals.filter(({ memcachedKey }) => !there.has(memcachedKey))
  if (isWhole) for (const { line } of gone) part.markGone(line)
  return gone.length === 0 ? proposals : proposals.filter(({ memcachedKey }) => there.has(memcachedKey))
}
