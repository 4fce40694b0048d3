import { channel } from './diagnostics.ts'
import { isTransportError, reasonOf, withoutPartial } from '@lmc/transport'
import type { Counters } from './counters.ts'
import {
  type Failure,
  FAILURE_CHANNEL,
  type FailureListener,
  type Recovery,
  RECOVERY_CHANNEL,
} from './failure.ts'
import { Outages } from './outages.ts'
import { warn } from './warn.ts'

const failures = channel(FAILURE_CHANNEL)
const recoveries = channel(RECOVERY_CHANNEL)

/** Tells of failures: `onFailure`, the diagnostics channel, and, where neither listens, the warnings of the process. */
export class FailureReporter {
  readonly #listener: FailureListener | undefined
  readonly #counters: Counters
  readonly #outages = new Outages((recovery) => this.#tellRecovery(recovery))
  /** What has been warned of, once each. */
  readonly #warned = new Set<string>()

  constructor(listener: FailureListener | undefined, counters: Counters) {
    this.#listener = listener
    this.#counters = counters
  }

  /** Whether servers have failed that have not answered since. */
  get isOutage(): boolean {
    return this.#outages.size > 0
  }

  /**
   * Tells of a failure. It never throws.
   *
   * @param others are told as well: the listeners of a view.
   */
  report(failure: Failure, others: readonly FailureListener[] = []): void {
    const { error } = failure
    const shown = isTransportError(error) ? { ...failure, error: withoutPartial(error) } : failure
    this.#counters.failures++
    const isFirst = this.#outages.failed(error)
    failures.publish(shown)
    const listeners = this.#listener === undefined ? others : [this.#listener, ...others]
    for (const listener of listeners) this.#tell(() => listener(shown))
    if (listeners.length === 0 && !failures.hasSubscribers) this.#warnOf(shown, isFirst)
  }

  /** Says that a server has answered a call. */
  answered(server: string): void {
    this.#outages.answered(server)
  }

  #tellRecovery(recovery: Recovery): void {
    recoveries.publish(recovery)
    const { server, failures: count, duration } = recovery
    if (this.#listener !== undefined) this.#tell(() => this.#listener?.onRecovery?.(recovery))
    else if (!failures.hasSubscribers)
      warn(
        `memcached ${server} answers again; ${count} calls have failed in ${Math.round(duration / 1000)} s`,
      )
  }

  /** What the listener throws, or rejects with, is its own failure, and changes nothing for the call. */
  #tell(call: () => unknown): void {
    try {
      const outcome = call()
      if (outcome instanceof Promise) outcome.catch((error: unknown) => this.#warnOfListener(error))
    } catch (error) {
      this.#warnOfListener(error)
    }
  }

  #warnOfListener(error: unknown): void {
    this.#warnOnce('onFailure', `onFailure has failed: ${reasonOf(error)}`)
  }

  #warnOf({ operation, error }: Failure, isFirst: boolean): void {
    const hint = 'set onFailure to hear of each failure'
    if (isFirst) warn(`memcached fails, and the cache goes on without it: ${error.message}; ${hint}`)
    else if (!isTransportError(error))
      this.#warnOnce(`${operation} ${error.name}`, `${operation}: ${error.message}; ${hint}`)
  }

  #warnOnce(what: string, message: string): void {
    if (this.#warned.has(what)) return
    this.#warned.add(what)
    warn(message)
  }
}
