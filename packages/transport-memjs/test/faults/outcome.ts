import { setTimeout as sleep } from 'node:timers/promises'
import { TIMEOUT } from './subject.ts'

/** What became of a promise: what it resolved to, or `rejected`, or `hung` when it did neither in time. */
export type Outcome = { resolved: unknown } | 'rejected' | 'hung'

/** Waits `within` milliseconds for the promise to settle. */
export async function outcomeOf(promise: Promise<unknown>, within = 5 * TIMEOUT): Promise<Outcome> {
  const waiting = new AbortController()
  const settled = promise.then(
    (resolved) => ({ resolved }),
    () => 'rejected' as const,
  )
  const late = sleep(within, 'hung' as const, { signal: waiting.signal })
  try {
    return await Promise.race([settled, late])
  } finally {
    waiting.abort()
    late.catch(() => 'aborted')
  }
}
