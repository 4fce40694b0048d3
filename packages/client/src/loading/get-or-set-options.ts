import type { Milliseconds } from '@lmc/transport'
import type { Lifetime } from '../options/lifetime.ts'
import type { SetOptions } from '../options/call-options.ts'

/** How a value is found, loaded and stored. */
export interface GetOrSetOptions extends SetOptions {
  /**
   * How long the value is fresh, from when it is stored. 0 is for ever. Absent: the default of the client or
   * the view. Without `staleFor` the value then expires on memcached, as after a `set`.
   */
  readonly lifetime?: Lifetime | undefined
  /**
   * How long the value may be given after its lifetime: while one process reloads it, and when that load
   * fails. Such a value is stale. Absent and 0: not at all.
   */
  readonly staleFor?: Lifetime | undefined
  /**
   * How long before the end of its lifetime one process reloads the value. All are given the old value
   * meanwhile. The moment is random: between this time and half of this time before the end. It is drawn
   * when the value is stored. Absent and 0: never.
   */
  readonly refreshAhead?: Lifetime | undefined
  /**
   * How long other processes wait for the process that loads, before one of them loads as well. From a second
   * to an hour; absent: 10 seconds. A load that takes longer may run twice.
   */
  readonly lease?: Lifetime | undefined
  /**
   * How many milliseconds a caller who finds a stale value waits for the new one. After that the caller is
   * given the stale value, and the load goes on. Absent and 0: the caller does not wait.
   */
  readonly timeout?: Milliseconds | undefined
  /** Whether to load and store in any case. Absent: only when there is no fresh value. */
  readonly fresh?: boolean | undefined
}

/** How a load has its value stored. What is absent stays as in the call. */
export interface StoreWith {
  readonly lifetime?: Lifetime | undefined
  readonly staleFor?: Lifetime | undefined
  /** Names in addition to those of the call. */
  readonly dependencies?: SetOptions['dependencies']
  /** Shared names in addition to those of the call. */
  readonly sharedDependencies?: SetOptions['sharedDependencies']
}

/** What a load is given. */
export interface LoadContext<Stale> {
  /** Aborts when no caller waits for the value any more. */
  readonly signal: AbortSignal
  /** The value that is reloaded: a stale one, or one before its end. */
  readonly stale: Stale
  /**
   * Says how the value is to be stored. Resolves when the generations of `dependencies` have been read. From
   * then on an invalidation of one of them counts. So await this before you read what the names stand for. It
   * does not reject. When memcached cannot be asked for the generations, the value is not stored.
   *
   * @throws {RangeError | TypeError | InvalidKeyError} at once, for an option, a lifetime or a dependency
   *   that is none.
   */
  readonly storeWith: (options: StoreWith) => Promise<void>
  /** Says that the value is not stored. The callers are given it all the same. */
  readonly doNotStore: () => void
}

/** Loads the value of a key. `null` is a value and is stored. `undefined` is no value. */
export type Load<T> = (context: LoadContext<T | undefined>) => T | PromiseLike<T>

/** Loads the values of several keys. A key that it leaves out has no value. */
export type LoadMany<T, K> = (
  keys: readonly K[],
  context: LoadContext<ReadonlyMap<K, T>>,
) => Loaded<T, K> | PromiseLike<Loaded<T, K>>

/** Keys and values: a `Map`, or any iterable of pairs. A key may be an equal object, not the same one. */
export type Loaded<T, K> = Iterable<readonly [key: K, value: T]>
