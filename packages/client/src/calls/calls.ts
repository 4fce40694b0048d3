import type { CacheKey } from '@lmc/keys'
import { diagnostics, tracePromise, type Transport } from '@lmc/transport'
import type { NamespacedKeys } from '../keys/namespaced-keys.ts'
import { type FailurePolicy, settleBy } from '../options/failure-policy.ts'
import { Call } from './call.ts'
import type { Counters } from './counters.ts'
import { CALL_CHANNEL, type Failure, type FailureListener } from './failure.ts'
import type { FailureReporter } from './failure-reporter.ts'
import type { Operation } from './operation.ts'
import { serverOfKeys } from './server-of-keys.ts'

const trace = diagnostics.tracingChannel<Call>(CALL_CHANNEL)

export interface CallsOptions {
  readonly policy: FailurePolicy
  readonly reporter: FailureReporter
  /** Listeners for failures, beside the listeners of the reporter. */
  readonly listeners: readonly FailureListener[]
  readonly counters: Counters
  readonly traceKeys: boolean
  readonly guarded: Transport
  readonly namespacedKeys: NamespacedKeys
}

/** The keys of a call, and its namespace. */
export interface Target {
  readonly namespace?: string | undefined
  /** The cache keys of a call for several keys. */
  readonly keys?: readonly CacheKey[]
  /** The cache key of a call for one key. */
  readonly key?: CacheKey
  /** Whether the keys are raw; absent: no. */
  readonly raw?: boolean | 'utf8' | undefined
  /**
   * Whether the servers cannot be found from the keys: the keys are names of dependencies, or some are raw.
   */
  readonly isUnlocated?: boolean
}

/**
 * The one path of all calls of a client. Only this class has the policy for failures, the counters and the
 * tracing channel.
 */
export class Calls {
  readonly #counters: Counters
  readonly #policy: FailurePolicy
  readonly #report: (failure: Failure) => void
  readonly #traceKeys: boolean
  readonly #transport: Transport
  readonly #namespacedKeys: NamespacedKeys

  constructor(options: CallsOptions) {
    const { policy, reporter, listeners, counters, traceKeys, guarded, namespacedKeys } = options
    this.#counters = counters
    this.#policy = policy
    this.#report = (failure) => reporter.report(failure, listeners)
    this.#traceKeys = traceKeys
    this.#transport = guarded
    this.#namespacedKeys = namespacedKeys
  }

  /** Whether a call rejects when memcached fails. */
  get rejects(): boolean {
    return this.#policy === 'throw'
  }

  /**
   * Makes a call, which settles like `work`. When `work` rejects with a failure of the transport, the failure
   * is reported, and the policy decides: the call resolves to `otherwise`, or rejects. The policy also
   * decides when `work` resolves after it has reported failures.
   *
   * `work` and `finish` are given the target, so that a call needs no closure of its own.
   *
   * @param finish makes the result of the call from what `work` resolves to. Absent: they are the same. It
   *   saves a promise beside a `then` in `work`, which is three per cent of a `set`. It throws nothing.
   * @throws any error that is no failure of the transport.
   */
  run<T>(operation: Operation, target: Target, otherwise: T, work: (call: Call) => Promise<T>): Promise<T>
  run<T, Own extends Target, Answer>(
    operation: Operation,
    target: Own,
    otherwise: T,
    work: (call: Call, target: Own) => Promise<Answer>,
    finish: (call: Call, answer: Answer, target: Own) => T | Promise<T>,
  ): Promise<T>
  run<Own extends Target>(
    operation: Operation,
    target: Own,
    otherwise: unknown,
    work: (call: Call, target: Own) => Promise<unknown>,
    finish: (call: Call, answer: unknown, target: Own) => unknown = same,
  ): Promise<unknown> {
    const { namespace, keys, key } = target
    const count = keys?.length ?? (key === undefined ? 0 : 1)
    const call = new Call(this.#report, this.#counters, operation, namespace, count, key)
    if (isTraced() === false) return this.#run(call, target, otherwise, work, finish)
    return this.#runTraced(call, target, () => this.#run(call, target, otherwise, work, finish))
  }

  /** Makes a call that yields its results one by one. Such a call is not traced. */
  async *iterate<T>(
    operation: Operation,
    { namespace }: Target,
    work: (call: Call) => AsyncIterable<T>,
  ): AsyncGenerator<T, void, undefined> {
    const call = new Call(this.#report, this.#counters, operation, namespace, 0)
    try {
      yield* work(call)
    } catch (error) {
      call.fail(error)
    }
    this.#settle(call, undefined)
  }

  #runTraced<T>(call: Call, target: Target, run: () => Promise<T>): Promise<T> {
    const { keys, key } = target
    const all = keys ?? (key === undefined ? [] : [key])
    const locate = (): string | undefined => serverOfKeys(this.#transport, this.#namespacedKeys, all, target)
    call.beTraced(this.#traceKeys ? all : undefined, locate)
    return tracePromise(trace, call, () => call.inScope(run))
  }

  #run<T, Own, Answer>(
    call: Call,
    target: Own,
    otherwise: T,
    work: (call: Call, target: Own) => Promise<Answer>,
    finish: (call: Call, answer: Answer, target: Own) => T | Promise<T>,
  ): Promise<T> {
    let outcome: Promise<Answer>
    try {
      outcome = work(call, target)
    } catch (error) {
      return Promise.reject(error)
    }
    const fail = (error: unknown): T => {
      try {
        call.fail(error)
      } catch (thrown) {
        this.#count(call)
        throw thrown
      }
      return this.#settle(call, otherwise)
    }
    // A chain of `then`: an `async` function here would cost a quarter of a whole `set`.
    return outcome.then((answer) => {
      const result = finish(call, answer, target)
      if (!(result instanceof Promise)) return this.#settle(call, result)
      return result.then((value) => this.#settle(call, value), fail)
    }, fail)
  }

  #count(call: Call): void {
    const counters = this.#counters
    counters.hits += call.hits
    counters.misses += call.misses
    counters.stale += call.stale
    // A load has already counted this.
    if (call.operation !== 'load') counters.stored += call.stored
    counters.invalidated += call.invalidated
  }

  #settle<T>(call: Call, value: T): T {
    this.#count(call)
    return settleBy(this.#policy, call.error, value)
  }
}

function same<T>(_call: Call, value: T): T {
  return value
}

/** Whether the channel has subscribers. `undefined`: the runtime does not say. */
function isTraced(): boolean | undefined {
  return trace.hasSubscribers
}
