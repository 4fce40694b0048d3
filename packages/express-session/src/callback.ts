/** What Node's callbacks are: the error or `null`, and what the call gives. */
export type Callback<T = void> = (error: unknown, result?: T) => void

/**
 * Hands what a call comes to to a callback, where there is one. Resolves and rejects as the call does where there is none; with a callback the
 * promise never rejects.
 */
export async function tell<T>(call: Promise<T>, callback: Callback<T> | undefined): Promise<T | undefined> {
  if (callback === undefined) return call
  const [error, result] = await call.then(
    (given): [null, T] => [null, given],
    (reason: unknown): [unknown, undefined] => [reason, undefined],
  )
  // Outside of the promise: what a callback throws is nobody's rejection.
  process.nextTick(callback, error, result)
  return result
}
