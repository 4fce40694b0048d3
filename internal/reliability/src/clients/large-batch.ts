import type { MemcachedClient } from '@lmc/client'
import type { CallWatch } from '@lmc/transport-tests/faults'

/** The lifetime of the values of a batch, in seconds. It is short, so that the values make room again. */
const LIFETIME = 60

export interface LargeBatchOptions {
  readonly client: MemcachedClient
  readonly watch: CallWatch
  /** The name of the batch, unique in a run. */
  readonly name: string
  /** The number of keys. */
  readonly count: number
  /** How many invalidations of the client have failed so far. */
  readonly countFailures: () => number
  /** Aborts at the end of the run. No further call is made then. */
  readonly over: AbortSignal
}

/**
 * Stores, reads and drops many keys, with one call each. It judges the answers itself, since nothing else
 * uses the keys. A value must belong to its key, and a value that was certainly stored and dropped must be
 * gone.
 */
export async function runLargeBatch(options: LargeBatchOptions): Promise<void> {
  const { client, watch, name, count, countFailures, over } = options
  const keys = Array.from({ length: count }, (_, index) => `${name} ${index}`)
  const entries = keys.map((key) => [key, `value of ${key}`] as const)
  const stored = await watch.call(`setMany of ${count} keys`, () =>
    client.setMany(entries, { lifetime: LIFETIME }),
  )
  if (over.aborted) return
  const found = await watch.call(`getMany of ${count} keys`, () => client.getMany(keys))
  if (found.how === 'resolved') {
    const odd = keys.find((key) => found.value.has(key) && found.value.get(key) !== `value of ${key}`)
    if (odd !== undefined) watch.report('wrong', `getMany of ${count} keys gave another value for ${odd}`)
  }

  if (over.aborted) return
  const failures = countFailures()
  const dropped = await watch.call(`invalidateMany of ${count} keys`, () => client.invalidateMany(keys))
  const isDropped = dropped.how === 'resolved' && countFailures() === failures
  if (!isDropped || stored.how !== 'resolved' || over.aborted) return
  // A write whose outcome is unknown may reach the server late.
  const sure = keys.filter((_, index) => stored.value[index] !== undefined)
  const left = await watch.call(`getMany of ${count} dropped keys`, () => client.getMany(sure))
  if (left.how === 'resolved' && left.value.size > 0)
    watch.report('wrong', `${left.value.size} of ${sure.length} keys were there after invalidateMany`)
}
