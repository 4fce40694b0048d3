import type { CacheKey } from '@lmc/keys'
import type { Operation } from './operation.ts'

/**
 * What the tracing channel `lmc:call` tells of a call. The counts are complete in `asyncEnd`; values are
 * never in it.
 */
export interface CallTrace {
  readonly operation: Operation
  /** The namespace of the call, where it has one. */
  readonly namespace: string | undefined
  /** How many keys the call was made with; 0 when it is not about keys. */
  readonly keys: number
  /** The cache keys, only when the client has `traceKeys: true`. */
  readonly cacheKeys: readonly CacheKey[] | undefined
  readonly hits: number
  readonly misses: number
  /** How many stale values were given. */
  readonly stale: number
  /** How often a load function was called; only of `load`. */
  readonly loads: number
  /** How many values were stored. */
  readonly stored: number
  /** How many values were dropped. */
  readonly invalidated: number
  /** How many failures were reported of the call, and the first of them. */
  readonly failures: number
  readonly error: Error | undefined
}
