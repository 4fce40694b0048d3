import type { CacheKey } from '@lmc/keys'
import type { Lifetime } from './lifetime.ts'

/** What every call takes. */
export interface CallOptions {
  /** Gives the call up: it rejects with the signal's reason when that aborts. */
  readonly signal?: AbortSignal | undefined
}

/** What every call about keys takes. */
export interface KeyOptions extends CallOptions {
  /**
   * Separates equal keys of different users of the servers; absent: the default of the client or the view.
   */
  readonly namespace?: string | undefined
  /**
   * Whether to use the key as it is, after the namespace, as the memcached key. `true`: both together are 1
   * to 250 characters of printable ASCII without space. `'utf8'`: they are 1 to 250 bytes of UTF-8, without
   * space and control characters. Absent: no.
   */
  readonly raw?: boolean | 'utf8' | undefined
}

export interface SetOptions extends KeyOptions {
  /**
   * Names of what the value is made from: any cache keys. Names are separate from the keys of values. They
   * belong to the namespace of the call. `invalidateDependents()` drops all values that depend on one of
   * them. Absent and empty: none.
   */
  readonly dependencies?: readonly CacheKey[] | undefined
  /** The same, for names that all namespaces share. A value has at most 255 dependencies of each kind. */
  readonly sharedDependencies?: readonly CacheKey[] | undefined
  /**
   * How long the value lives, also above 30 days; 0 is for ever; absent: the default of the client or the
   * view. memcached's clock ticks in seconds: a lifetime of N lasts N - 1 to N seconds.
   */
  readonly lifetime?: Lifetime | undefined
}

export interface IncrementOptions extends KeyOptions {
  /**
   * The count that is stored when nothing is there, 0 to 2^53 - 1; the delta is not added then. Absent:
   * nothing is stored.
   */
  readonly initial?: number | undefined
  /**
   * The lifetime of a count that `initial` creates; absent: the default of the client or the view. A count
   * that is there keeps its own lifetime.
   */
  readonly lifetime?: Lifetime | undefined
}

/** What an entry of `setMany` may have of its own. What is absent is as in the call. */
export type EntryOptions = Pick<SetOptions, 'raw' | 'lifetime' | 'dependencies' | 'sharedDependencies'>

/** What `setMany` stores under a key. */
export type SetEntry<Value> = readonly [key: CacheKey, value: Value, options?: EntryOptions | undefined]

export interface GetOptions<D> extends KeyOptions {
  /** What a miss resolves to; absent: `undefined`. */
  readonly default?: D
}

export interface KeysOptions extends CallOptions {
  /**
   * Whether each key is checked to be there; absent: it is. Without, deleted and evicted keys are listed as
   * well.
   */
  readonly verify?: boolean | undefined
}

export interface DependentsOptions extends CallOptions {
  /** The namespace that the names belong to; absent: the client's default. */
  readonly namespace?: string | undefined
  /** Whether the names are those of `sharedDependencies`; absent: they are those of `dependencies`. */
  readonly shared?: boolean | undefined
}
