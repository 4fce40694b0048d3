import { clock, type Milliseconds } from '@lmc/transport'
import type { Flight } from './flight.ts'

/** The value did not come in time. */
export const LATE: unique symbol = Symbol('late')

/** Resolves to the value of a flight. Resolves to `LATE` after `timeout`, or when the flight fails. */
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
