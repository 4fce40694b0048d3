import type { CacheKey } from '@lmc/keys'
import type { Seconds } from '@lmc/transport'

/** What every call about keys takes. */
export interface KeyOptions {
  /** Separates equal keys of different users of the servers; absent: the client's default. */
  readonly namespace?: string | undefined
  /**
   * Whether the key is the memcached key as it is, the namespace before it: a string of, together, 1 to 250 characters of
   * printable ASCII without space. Absent: it is not.
   */
  readonly raw?: boolean | undefined
  /** Gives the call up: it rejects with the signal's reason when that aborts. */
  readonly signal?: AbortSignal | undefined
}

export interface SetOptions extends KeyOptions {
  /**
   * Names of what the value is made from, any cache keys; they are none of those that values are cached under, and each namespace has its
   * own. `invalidate({ dependencies })` drops all values that depend on one of them. Absent and empty: none; at most 65,535.
   */
  readonly dependencies?: readonly CacheKey[] | undefined
  /** Whole seconds from now until the value expires, also above 30 days; 0 is for ever; absent: the client's default. */
  readonly lifetime?: Seconds | undefined
}

export interface GetOptions<T> extends KeyOptions {
  /** What a miss resolves to; absent: `undefined`. */
  readonly default?: T
}

export interface KeysOptions {
  /** Whether each key is checked to be there; absent: it is. Without, deleted and evicted keys are listed as well. */
  readonly verify?: boolean | undefined
  readonly signal?: AbortSignal | undefined
}

/** What `invalidate` takes in place of a key, to drop what depends on something. */
export type Dependencies = { readonly dependencies: readonly CacheKey[] }

/** Whether this is an object with `dependencies`, an array, and nothing else. */
export function isDependencies(what: unknown): what is Dependencies {
  return (
    typeof what === 'object' &&
    what !== null &&
    Object.keys(what).length === 1 &&
    'dependencies' in what &&
    Array.isArray(what.dependencies)
  )
}
