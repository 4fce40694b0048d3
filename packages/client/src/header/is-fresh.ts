import { clock } from '@lmc/transport'
import type { ItemHeader } from './item-header.ts'

/**
 * Whether a fresh value stands behind the header, by this machine's clock. No value stands behind a lease.
 */
export function isFresh({ freshness, lease }: ItemHeader): boolean {
  return lease === undefined && (freshness === undefined || clock.date() < freshness.freshUntil)
}
