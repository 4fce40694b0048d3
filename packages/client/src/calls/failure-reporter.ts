import { diagnostics, isThenable, isTransportError, reasonOf, withoutPartial } from '@lmc/transport'
import type { Counters } from './counters.ts'
import {
  type Failure,
  FAILURE_CHANNEL,
  type FailureListener,
  type Recovery,
  RECOVERY_CHANNEL,
} from './failure.ts'
import type { AnswerListener } from './note-answers.ts'
import { Outages } from './outages.ts'
import { warn } from './warn.ts'

const failures = diagnostics.channel(FAILURE_CHANNEL)
const recoveries = diagnostics.channel(RECOVERY_CHANNEL)

/**
 * Reports failures to `onFailure` and to the diagnostics channel. Without a listener, it warns the process.
 */
export class FailureReporter implements AnswerListener {
  readonly #listener: FailureListener | undefined
  readonly #counters: Counters
  readonly #outages = new Outages((recovery) => this.#tellRecovery(recovery))
  /** The kinds of warnings that were emitted. Each kind is emitted once. */
  readonly #warned = new Set<string>()

  constructor(listener: FailureListener | undefined, counters: Counters) {
    this.#listener = listener
    this.#counters = counters
  }

  /** Whether a server has failed and has not answered since. */
  get isOutage(): boolean {
    return this.#outages.size > 0
  }

  /**
   * Reports a failure. Never throws.
   *
   * @param others further listeners: those of a view.
   */
  report(failure: Failure, others: readonly FailureListener[] = []): void {
    const { error } = failure
    const shown = isTransportError(error) ? { ...failure, error: withoutPartial(error) } : failure
    this.#counters.failures++
    const outage = this.#outages.failed(error)
    failures.publish(shown)
    const listeners = this.#listener === undefined ? others : [this.#listener, ...others]
    for (const listener of listeners) this.#tell(() => listener(shown))
    if (listeners.length === 0 && !failures.hasSubscribers) this.#warnOf(shown, outage)
  }

  /** Notes that a server has answered a call. `servers` are the present servers. */
  answered(server: string, servers: readonly string[]): void {
    this.#outages.answered(server, servers)
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

  /** Calls a listener. Its error becomes a warning, and does not change the call. */
  #tell(call: () => unknown): void {
    try {
      const outcome = call()
      // Not by `instanceof`: test runners have their own class of promises.
      if (isThenable(outcome)) outcome.then(undefined, (error: unknown) => this.#warnOfListener(error))
    } catch (error) {
      this.#warnOfListener(error)
    }
  }

  #warnOfListener(error: unknown): void {
    this.#warnOnce('onFailure', `onFailure has failed: ${reasonOf(error)}`)
  }

  /** Emits one warning for each outage, and one for each other kind of failure. */
  #warnOf({ operation, error }: Failure, outage: 'begins' | 'goes on' | undefined): void {
    const hint = 'set onFailure to hear of each failure'
    if (outage === 'begins')
      warn(`memcached fails, and the cache goes on without it: ${error.message}; ${hint}`)
    if (outage !== undefined) return
    const kind = isTransportError(error) ? error.code : error.name
    this.#warnOnce(`${operation} ${kind}`, `${operation}: ${error.message}; ${hint}`)
  }

  #warnOnce(what: string, message: string): void {
    if (this.#warned.has(what)) return
    this.#warned.add(what)
    warn(message)
  }
}
