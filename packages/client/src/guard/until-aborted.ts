import { watchAbort } from '@lmc/transport'

/** Settles as the promise does, or rejects with the signal's reason when that aborts first. The promise is shared: others wait on. */
export async function untilAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise
  let unwatch = (): void => {}
  const aborted = new Promise<never>((_, reject) => (unwatch = watchAbort(signal, reject)))
  try {
    return await Promise.race([promise, aborted])
  } finally {
    unwatch()
  }
}
