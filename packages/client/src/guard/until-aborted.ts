import { watchAbort } from '@lmc/transport'

/**
 * Settles as the promise does, or rejects with the signal's reason when that aborts first. The promise is
 * shared: others wait on.
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
