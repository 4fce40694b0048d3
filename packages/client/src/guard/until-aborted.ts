import { watchAbort } from '@lmc/transport'

/**
 * Settles like the promise, or rejects with the reason of the signal when it aborts first. Other callers of
 * the same promise go on waiting.
 */
export function untilAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  return signal === undefined ? promise : race(promise, signal)
}

async function race<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  let unwatch = (): void => {}
  const aborted = new Promise<never>((_, reject) => (unwatch = watchAbort(signal, reject)))
  try {
    return await Promise.race([promise, aborted])
  } finally {
    unwatch()
  }
}
