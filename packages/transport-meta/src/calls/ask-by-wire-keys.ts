import { toWireKey } from '@lmc/transport'
import { askMany, type Batch } from './ask-many.ts'
import type { Call } from './call.ts'
import type { Hits } from './hits.ts'

/**
 * Asks one server for keys of which some are not ASCII, as `askMany` does. What is found is gathered by the
 * wire keys, and then put under the caller's keys: the wire key of one may be another's key.
 */
export async function askByWireKeys<Found extends Hits>(
  batch: Omit<Batch, 'createCall'>,
  createCall: (portion: readonly string[], hits: Found) => Call<void>,
  hits: Found,
  signal: AbortSignal | undefined,
): Promise<void> {
  const names = new Map(batch.keys.map((key) => [toWireKey(key), key]))
  const found = (hits instanceof Map ? new Map() : new Set()) as Found
  try {
    const keys = [...names.keys()]
    await askMany({ ...batch, keys, createCall: (portion) => createCall(portion, found) }, signal)
  } finally {
    for (const [wireKey, key] of names) {
      if (hits instanceof Map) {
        const item = (found as typeof hits).get(wireKey)
        if (item === undefined) hits.delete(key)
        else hits.set(key, item)
      } else if (found.has(wireKey)) hits.add(key)
    }
  }
}
