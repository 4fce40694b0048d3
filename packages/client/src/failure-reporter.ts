import { isTransportError, type TransportError } from '@lmc/transport'
import type { FailurePolicy } from './client-options.ts'
import { type Failure, publishFailure } from './failure.ts'

/** Where a failure was met. */
export type FailureContext = Omit<Failure, 'error'>

/** The policy for failures, which is here and nowhere else: all are reported, and those of the servers let through or not. */
export class FailureReporter {
  readonly #policy: FailurePolicy
  readonly #onFailure: (failure: Failure) => void

  constructor(policy: FailurePolicy, onFailure: (failure: Failure) => void) {
    this.#policy = policy
    this.#onFailure = onFailure
  }

  /** Reports a failure of the transport and gives it back, or throws it, as the policy says; throws whatever else it is. */
  recover(error: unknown, context: FailureContext): TransportError {
    if (!isTransportError(error)) throw error
    this.fail({ ...context, error })
    return error
  }

  /** Reports a failure, and throws its error if that is the policy. */
  fail(failure: Failure): void {
    this.report(failure)
    if (this.#policy === 'throw') throw failure.error
  }

  /** Reports a failure that nobody's call has to end by. */
  report(failure: Failure): void {
    publishFailure(failure)
    this.#onFailure(failure)
  }
}
