import type { CacheKey } from '@lmc/keys'
import type { Lifetime } from './lifetime.ts'

/** The options of every call. */
export interface CallOptions {
  /** Gives the call up: when the signal aborts, the call rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined
}

/** The options of every call with keys. */
export interface KeyOptions extends CallOptions {
  /** Keeps equal keys of different programs apart. Absent: the default of the client or the view. */
  readonly namespace?: string | undefined
  /**
   * Whether the key is raw: used unhashed, behind the namespace. `true`: both together are 1 to 250
   * characters of printable ASCII without space. `'utf8'`: they are 1 to 250 bytes of UTF-8, without space
   * and control characters. Absent: no.
   */
  readonly raw?: boolean | 'utf8' | undefined
}

export interface SetOptions extends KeyOptions {
  /**
   * The names of the things from which the value is made; any cache keys. Names are separate from the keys of
   * values, and belong to the namespace of the call. `invalidateDependents()` drops all values that depend on
   * one of the names. Absent or empty: none.
   */
  readonly dependencies?: readonly CacheKey[] | undefined
  /**
   * Like `dependencies`, with names that all namespaces share. A value has at most 255 dependencies of each
   * kind.
   */
  readonly sharedDependencies?: readonly CacheKey[] | undefined
  /**
   * How long the value lives, also above 30 days. 0: for ever. Absent: the default of the client or the view.
   * memcached's clock ticks in seconds: a lifetime of N seconds lasts between N - 1 and N.
   */
  readonly lifetime?: Lifetime | undefined
}

export interface IncrementOptions extends KeyOptions {
  /**
   * The count to store when the key holds nothing, 0 to 2^53 - 1. The delta is then not added. Absent:
   * nothing is stored.
   */
  readonly initial?: number | undefined
  /**
   * The lifetime of a count that `initial` creates. Absent: the default of the client or the view. An
   * existing count keeps its lifetime.
   */
  readonly lifetime?: Lifetime | undefined
}

/** The options of one entry of `setMany`. Absent options are those of the call. */
export type EntryOptions = Pick<SetOptions, 'raw' | 'lifetime' | 'dependencies' | 'sharedDependencies'>

/** An entry of `setMany`. */
export type SetEntry<Value> = readonly [key: CacheKey, value: Value, options?: EntryOptions | undefined]

export interface GetOptions<D> extends KeyOptions {
  /** The result of a miss. Absent: `undefined`. */
  readonly default?: D
}

export interface KeysOptions extends CallOptions {
  /**
   * Whether the servers are asked for each key. Absent: yes. With `false`, deleted and evicted keys are
   * listed as well.
   */
  readonly verify?: boolean | undefined
}

export interface DependentsOptions extends CallOptions {
  /** The namespace of the names. Absent: the default of the client or the view. */
  readonly namespace?: string | undefined
  /** Whether the names are `sharedDependencies`. Absent: they are `dependencies`. */
  readonly shared?: boolean | undefined
}
