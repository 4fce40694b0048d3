import type { Call } from './call.ts'

/** The calls under way that a signal gives up. */
const watched = new WeakMap<AbortSignal, Set<Call<unknown>>>()

/**
 * Rejects the call with the signal's reason as soon as it aborts, where there is a signal. There is one listener for all calls of a signal:
 * Node.js warns of a leak when there are more than ten.
 *
 * @throws the reason, when it has aborted before.
 */
export function watchAbort(call: Call<unknown>, signal: AbortSignal | undefined): void {
  if (signal === undefined) return
  signal.throwIfAborted()
  const calls = watched.get(signal) ?? watch(signal)
  calls.add(call)
  call.whenSettled(() => calls.delete(call))
}

function watch(signal: AbortSignal): Set<Call<unknown>> {
  const calls = new Set<Call<unknown>>()
  watched.set(signal, calls)
  signal.addEventListener(
    'abort',
    () => {
      for (const call of calls) call.reject(signal.reason)
    },
    { once: true },
  )
  return calls
}
