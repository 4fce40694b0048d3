import { TransportError } from '@lmc/transport'
import type { StoreOutcome } from './memory-store.ts'
import { server } from './server.ts'

/**
 * Returns whether the item was stored.
 *
 * @throws {TransportError} `value-too-large`
 */
export function isStored(command: string, outcome: StoreOutcome): boolean {
  if (outcome !== 'too-large') return outcome === 'stored'
  throw new TransportError('value-too-large', 'the item would be above the limit of 1 MiB', {
    server,
    command,
  })
}
