/** What a client has seen since it was made. */
export interface Counters {
  /** Values that were found, and were fresh. */
  hits: number
  /**
   * Keys that held nothing, nothing that could be read, or whose server failed; also where `getOrSet` then
   * gave what was loaded.
   */
  misses: number
  /** Stale values that `getOrSet` and `getOrSetMany` have given. */
  stale: number
  /** How often a load function was called. */
  loads: number
  /** Values that were stored. */
  stored: number
  /** Values that were dropped. */
  invalidated: number
  /** Failures that were reported. */
  failures: number
}

export function createCounters(): Counters {
  return { hits: 0, misses: 0, stale: 0, loads: 0, stored: 0, invalidated: 0, failures: 0 }
}
