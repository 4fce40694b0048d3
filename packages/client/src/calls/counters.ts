/** What a client has counted since it was made. */
export interface Counters {
  /** Values that were found and fresh. */
  hits: number
  /**
   * Keys without a readable value, and keys whose server failed. Also counts when `getOrSet` then loads the
   * value.
   */
  misses: number
  /** Stale values that `getOrSet` and `getOrSetMany` have returned. */
  stale: number
  /** How often a load function was called. */
  loads: number
  /** Values that were stored. */
  stored: number
  /** Values that were dropped. `invalidateDependents` counts names, since their values are not known. */
  invalidated: number
  /** Failures that were reported. */
  failures: number
}

export function createCounters(): Counters {
  return { hits: 0, misses: 0, stale: 0, loads: 0, stored: 0, invalidated: 0, failures: 0 }
}
