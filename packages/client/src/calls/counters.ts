/** What a client has seen since it was made. */
export interface Counters {
  /** Values that were found by `get`, `getMany`, `has` and `hasMany`. */
  hits: number
  /** Keys that held nothing, nothing that could be read, or whose server failed. */
  misses: number
  /** Values that were stored. */
  stored: number
  /** Values that were dropped. */
  invalidated: number
  /** Failures that were reported. */
  failures: number
}

export function createCounters(): Counters {
  return { hits: 0, misses: 0, stored: 0, invalidated: 0, failures: 0 }
}
