/** What Node's callbacks are: the error or `null`, and what the call gives. */
export type Callback<T = void> = (error: unknown, result?: T) => void

/**
 * Gives the outcome of a call to a callback. Without a callback the promise settles as the call does. With
 * one the promise never rejects.
 */
export async function tell<T>(call: Promise<T>, callback: Callback<T> | undefined): Promise<T | undefined> {
  if (callback === undefined) return call
  const [error, result] = await call.then(
    (given): [null, T] => [null, given],
    (reason: unknown): [unknown, undefined] => [reason, undefined],
  )
  // Outside of the promise, so that an error of the callback is not taken for a rejection of the call.
  process.nextTick(callback, error, result)
  return result
}
