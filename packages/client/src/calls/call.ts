import type { CacheKey } from '@lmc/keys'
import { isTransportError } from '@lmc/transport'
import type { CallScope, CallTrace } from './call-trace.ts'
import { ConflictError } from './conflict-error.ts'
import type { Counters } from './counters.ts'
import type { Failure } from './failure.ts'
import type { Operation } from './operation.ts'

/** One call of a method of the client. It counts what it has done so far, for the counters and the trace. */
export class Call implements CallTrace {
  readonly operation: Operation
  readonly namespace: string | undefined
  keys: number
  cacheKeys: readonly CacheKey[] | undefined = undefined
  hits = 0
  misses = 0
  stale = 0
  loads = 0
  stored = 0
  invalidated = 0
  failures = 0
  /** The first failure. */
  error: Error | undefined = undefined
  // Private, since a trace has keys only on request.
  readonly #key: CacheKey | undefined
  readonly #report: (failure: Failure) => void
  readonly #counters: Counters
  /** The error of a function of the application. It can be any value. */
  #passedOn: { readonly error: unknown } | undefined
  /** Finds the server of the keys. Absent: the call is not traced. */
  #locate: (() => string | undefined) | undefined
  #scope: CallScope | undefined

  /** @param key the cache key of a call for one key. */
  constructor(
    report: (failure: Failure) => void,
    counters: Counters,
    operation: Operation,
    namespace: string | undefined,
    keys: number,
    key?: CacheKey,
  ) {
    this.operation = operation
    this.namespace = namespace
    this.keys = keys
    this.#key = key
    this.#report = report
    this.#counters = counters
  }

  get server(): string | undefined {
    return this.#locate?.()
  }

  /** Prepares a traced call: the trace has more than the counts. */
  beTraced(cacheKeys: readonly CacheKey[] | undefined, locate: () => string | undefined): void {
    this.cacheKeys = cacheKeys
    this.#locate = locate
  }

  runIn(scope: CallScope): void {
    const inner = this.#scope
    this.#scope = inner === undefined ? scope : (run) => scope(() => inner(run))
  }

  /** Runs a function in the scopes of the subscribers. */
  inScope<T>(run: () => T): T {
    return this.#scope === undefined ? run() : this.#scope(run)
  }

  /**
   * Reports a failure of the transport, or a `ConflictError`. At the end of the call, the policy decides
   * whether the call rejects.
   *
   * @param key the cache key of the failure. Absent: the key of the call, if it has one.
   * @throws any other error: a mistake of the caller, the reason of a signal.
   */
  fail(error: unknown, key: CacheKey | undefined = this.#key, operation: Operation = this.operation): void {
    if (this.#passedOn?.error === error) throw error
    if (!isTransportError(error) && !(error instanceof ConflictError)) throw error
    this.report(error, operation, key)
    this.error ??= error
  }

  /**
   * Makes the call reject with the error of a function of the application: a load, the change of an update.
   * The policy does not apply, even to a failure of another cache in that function.
   */
  passOn(error: unknown): unknown {
    this.#passedOn = { error }
    return error
  }

  /** Reports a failure that does not make the call reject. */
  report(error: Error, operation: Operation = this.operation, key: CacheKey | undefined = this.#key): void {
    const { namespace } = this
    this.failures++
    this.#report({ operation, error, namespace, ...(key !== undefined && { key }) })
  }

  /** Counts an act of a load at once: another caller may read the counters before this call is over. */
  countNow(what: 'loads' | 'stored'): void {
    this[what]++
    this.#counters[what]++
  }

  /** Counts the result of a read: a hit, or a miss for `undefined`. */
  countRead(value: unknown): void {
    if (value === undefined) this.misses++
    else this.hits++
  }
}
