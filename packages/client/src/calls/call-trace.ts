import type { CacheKey } from '@lmc/keys'
import type { Operation } from './operation.ts'

/** Runs a call. Whatever the call does belongs to a context that the scope has set up. */
export type CallScope = <T>(run: () => T) => T

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
  /**
   * The one server of all keys of the call, as `Transport.servers` names it. `undefined`: the keys have
   * several servers, or the call has no keys and there are several servers. Reading this costs a hash of
   * each key.
   */
  readonly server: string | undefined
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
  /**
   * Has the call run in a scope. A subscriber of `start` may call this, so that a tracer's context holds for
   * what the call does: the load of `getOrSet`, the change of `update`, the transport. Of several scopes the
   * last is the outermost.
   */
  runIn(scope: CallScope): void
}
