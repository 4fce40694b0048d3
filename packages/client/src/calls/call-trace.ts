import type { CacheKey } from '@lmc/keys'
import type { Operation } from './operation.ts'

/** Runs a call inside a context, such as the active span of a tracer. */
export type CallScope = <T>(run: () => T) => T

/**
 * What the tracing channel `lmc:call` publishes for a call. The counts are complete at `asyncEnd`. It has no
 * values.
 */
export interface CallTrace {
  readonly operation: Operation
  /** The namespace of the call. `undefined`: none. */
  readonly namespace: string | undefined
  /** How many keys the call has; 0 for a call without keys. */
  readonly keys: number
  /** The cache keys, only when the client has `traceKeys: true`. */
  readonly cacheKeys: readonly CacheKey[] | undefined
  /**
   * The one server of all keys of the call, as `Transport.servers` names it. `undefined`: the keys have
   * several servers, or the call has no keys and there are several servers. Reading this costs a hash of each
   * key.
   */
  readonly server: string | undefined
  readonly hits: number
  readonly misses: number
  /** How many stale values the call returned. */
  readonly stale: number
  /** How often a load function was called. Only `load` counts this. */
  readonly loads: number
  /** How many values were stored. */
  readonly stored: number
  /** How many values were dropped. */
  readonly invalidated: number
  /** How many failures of the call were reported, and the first one. */
  readonly failures: number
  readonly error: Error | undefined
  /**
   * Runs the call in a scope. A subscriber of `start` may call this method. The context of a tracer then
   * covers the load of `getOrSet`, the change of `update`, and the transport. With several scopes, the last
   * one is the outermost.
   */
  runIn(scope: CallScope): void
}
