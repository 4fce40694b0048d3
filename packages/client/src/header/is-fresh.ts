import { clock } from '@lmc/transport'
import type { ItemHeader } from './item-header.ts'

/** Whether there is a value behind the header, and one that is not stale, by this machine's clock. */
export function isFresh({ freshness, lease }: ItemHeader): boolean {
  return lease === undefined && (freshness === undefined || clock.date() < freshness.freshUntil)
}
