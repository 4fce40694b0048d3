import { watchAbort } from '@lmc/transport'
import type { Call } from './call.ts'

/**
 * Rejects the call with the signal's reason as soon as it aborts, where there is a signal. Somebody has to
 * wait for the call by then.
 *
 * @throws the reason, when it has aborted before.
 */
export function rejectOnAbort(call: Call<unknown>, signal: AbortSignal | undefined): void {
  if (signal === undefined) return
  call.whenSettled(watchAbort(signal, (reason) => call.reject(reason)))
}
