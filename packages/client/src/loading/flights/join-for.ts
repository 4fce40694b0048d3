import { clock, type Milliseconds } from '@lmc/transport'
import type { Flight } from './flight.ts'

/** The value has not come in time. */
export const LATE: unique symbol = Symbol('late')

/** Resolves to what a flight gives in a time; to `LATE` when that is over before, or the flight fails. */
export async function joinFor(
  timeout: Milliseconds,
  flight: Flight,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  const patience = new AbortController()
  const timer = clock.setTimeout(() => patience.abort(), timeout)
  try {
    return await flight.join(signal ? AbortSignal.any([signal, patience.signal]) : patience.signal)
  } catch {
    signal?.throwIfAborted()
    return LATE
  } finally {
    clock.clearTimeout(timer)
  }
}
