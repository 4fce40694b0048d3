import type { Milliseconds } from '@lmc/transport'
import type { Lifetime } from '../options/lifetime.ts'
import type { SetOptions } from '../options/call-options.ts'

/** How a value is found, loaded and stored. */
export interface GetOrSetOptions extends SetOptions {
  /**
   * How long the value is fresh, from when it is stored; 0 is for ever; absent: the default of the client or
   * the view. Without `staleFor` and `refreshAhead` the value then expires on memcached, as after a `set`.
   */
  readonly lifetime?: Lifetime | undefined
  /**
   * How long after its lifetime the value may still be given: while one process loads it anew, and when
   * loading fails. Absent and 0: not at all.
   */
  readonly staleFor?: Lifetime | undefined
  /**
   * How long before the end of its lifetime one process loads the value anew, while all are given the old
   * one. The moment is drawn at random when the value is stored: between this and half of it before the end.
   * Absent and 0: never.
   */
  readonly refreshAhead?: Lifetime | undefined
  /**
   * How long others wait for the process that loads, before one of them loads as well: a second to an hour;
   * absent: 10 seconds. A load that takes longer may run twice.
   */
  readonly lease?: Lifetime | undefined
  /**
   * How long a caller who finds a stale value waits for the new one, in milliseconds, before taking the stale
   * one. The load goes on. Absent and 0: not at all.
   */
  readonly timeout?: Milliseconds | undefined
  /** Whether to load in any case, and to store what was loaded; absent: only when there is no fresh value. */
  readonly fresh?: boolean | undefined
}

/** What a load says about how its value is to be stored. What is absent stays as the call has it. */
export interface StoreWith {
  readonly lifetime?: Lifetime | undefined
  readonly staleFor?: Lifetime | undefined
  /** Names in addition to those of the call. */
  readonly dependencies?: SetOptions['dependencies']
  /** Likewise. */
  readonly sharedDependencies?: SetOptions['sharedDependencies']
}

/** What a load is given. */
export interface LoadContext<Stale> {
  /** Aborts when nobody waits for the value any more. */
  readonly signal: AbortSignal
  /** What the cache held: a value that is stale, or is loaded anew before its end. */
  readonly stale: Stale
  /**
   * Says how the value is to be stored. Resolves when the generations of `dependencies` were read: an
   * invalidation of one of them counts from then on. So await it before you read what the names stand for. It
   * does not reject; where generations cannot be read, nothing is stored.
   *
   * @throws {RangeError | TypeError | InvalidKeyError} at once, for a lifetime or a dependency that can not
   *   be.
   */
  readonly storeWith: (options: StoreWith) => Promise<void>
  /** Says that the value is given to the callers and is not stored. */
  readonly doNotStore: () => void
}

/** Loads the value of a key. `null` is a value; `undefined` is none, and is not stored. */
export type Load<T> = (context: LoadContext<T | undefined>) => T | PromiseLike<T>

/** Loads the values of several keys. A key that is not among what it gives has none. */
export type LoadMany<T, K> = (
  keys: readonly K[],
  context: LoadContext<ReadonlyMap<K, T>>,
) => Loaded<T, K> | PromiseLike<Loaded<T, K>>

/**
 * Keys and values: a `Map`, or any iterable of pairs. Keys may be equal to those that were asked for, they
 * need not be the same.
 */
export type Loaded<T, K> = Iterable<readonly [key: K, value: T]>
