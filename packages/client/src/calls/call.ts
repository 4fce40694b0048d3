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
  // Private: what is published of a call has keys only on request.
  readonly #key: CacheKey | undefined
  readonly #report: (failure: Failure) => void
  readonly #counters: Counters
  /** What a function of the application has thrown, whatever it is. */
  #passedOn: { readonly error: unknown } | undefined
  /** Finds the server; absent: the call is not traced. */
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

  /** Gives a traced call what is published of it beside the counts. */
  beTraced(cacheKeys: readonly CacheKey[] | undefined, locate: () => string | undefined): void {
    this.cacheKeys = cacheKeys
    this.#locate = locate
  }

  runIn(scope: CallScope): void {
    const inner = this.#scope
    this.#scope = inner === undefined ? scope : (run) => scope(() => inner(run))
  }

  /** Runs in the scopes that subscribers have set up. */
  inScope<T>(run: () => T): T {
    return this.#scope === undefined ? run() : this.#scope(run)
  }

  /**
   * Reports a failure of the transport, or that others were always faster. The policy decides at the end
   * whether the call rejects.
   *
   * @param key the cache key that the failure is about; absent: that of the call, if it has one.
   * @throws what is no such failure: a mistake of the caller, the reason of a signal.
   */
  fail(error: unknown, key: CacheKey | undefined = this.#key, operation: Operation = this.operation): void {
    if (this.#passedOn?.error === error) throw error
    if (!isTransportError(error) && !(error instanceof ConflictError)) throw error
    this.report(error, operation, key)
    this.error ??= error
  }

  /**
   * Says that the call rejects by what a function of the application has thrown: a load, the change of an
   * update. No policy is for that, also when another cache has failed in it.
   */
  passOn(error: unknown): unknown {
    this.#passedOn = { error }
    return error
  }

  /** Reports a failure by which the call does not reject. */
  report(error: Error, operation: Operation = this.operation, key: CacheKey | undefined = this.#key): void {
    const { namespace } = this
    this.failures++
    this.#report({ operation, error, namespace, ...(key !== undefined && { key }) })
  }

  /**
   * Counts what a load does, at once: whoever waits for its value may look at the counters before this call
   * is over.
   */
  countNow(what: 'loads' | 'stored'): void {
    this[what]++
    this.#counters[what]++
  }

  /** Counts what a read gave: a value or, where it is `undefined`, a miss. */
  countRead(value: unknown): void {
    if (value === undefined) this.misses++
    else this.hits++
  }
}
