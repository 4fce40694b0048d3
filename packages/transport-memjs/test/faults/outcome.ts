import { setTimeout as sleep } from 'node:timers/promises'
import { SHORT } from './subject.ts'

/** Long enough to say that a call hangs, retries of memjs included, where a call may take `SHORT`. */
export const PATIENCE: number = 5 * SHORT

/** What became of a promise: what it resolved to, or `rejected`, or `hung` when it did neither in time. */
export type Outcome = { resolved: unknown } | 'rejected' | 'hung'

/** Waits `within` milliseconds for the promise to settle. */
export async function outcomeOf(promise: Promise<unknown>, within = 10_000): Promise<Outcome> {
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
