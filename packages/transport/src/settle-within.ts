import { clock } from './clock.ts'
import { TransportError } from './transport-error.ts'
import type { CallOptions } from './contract/transport.ts'
import type { Milliseconds } from './units.ts'
import { watchAbort } from './watch-abort.ts'

/** Which call it is, for the error. */
export interface CallName {
  readonly server: string
  readonly command: string
}

/**
 * A timer that is later than this was held up by the process itself, which has not looked for the answer
 * either.
 */
const HELD: Milliseconds = 20

/**
 * Starts a call and settles as it does, or rejects when that takes too long or the signal aborts. It is for a
 * client that knows neither time-outs nor signals. A later outcome of the call is dropped. With a signal that
 * has aborted before, the call is not started. When the process itself was busy as the time ended, the call
 * gets as much time again.
 *
 * @throws {TransportError} `timeout`.
 * @throws the signal's reason.
 */
export async function settleWithin<T>(
  timeout: Milliseconds,
  start: () => Promise<T>,
  { server, command }: CallName,
  { signal }: CallOptions = {},
): Promise<T> {
  signal?.throwIfAborted()
  return new Promise<T>((resolve, reject) => {
    let dueAt = clock.now() + timeout
    const onDue = (): void => {
      const late = clock.now() - dueAt
      if (late > HELD) return arm(Math.min(late, timeout))
      const message = `no answer within ${timeout} ms; the outcome is unknown`
      finish(reject, new TransportError('timeout', message, { server, command }))
    }
    const arm = (wait: Milliseconds): void => {
      dueAt = clock.now() + wait
      timer = clock.setTimeout(onDue, wait)
    }
    let timer = clock.setTimeout(onDue, timeout)
    const unwatch = watchAbort(signal, (reason) => finish(reject, reason))
    const finish = <V>(settle: (value: V) => void, value: V): void => {
      clock.clearTimeout(timer)
      unwatch()
      settle(value)
    }
    // `async`, so that what throws instead of giving a promise ends the call as well.
    const call = async (): Promise<T> => start()
    call().then(
      (value) => finish(resolve, value),
      (error: unknown) => finish(reject, error),
    )
  })
}
