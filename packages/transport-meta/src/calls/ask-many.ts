import { clock } from '@lmc/transport'
import type { Call } from './call.ts'
import type { Limits } from './limits.ts'
import { MOST_BYTES, portions } from './portions.ts'
import { rejectOnAbort } from './reject-on-abort.ts'
import type { ServerLink } from '../servers/server-link.ts'

/** So many portions are under way to one server at a time, where its limits allow that. */
const WINDOW = 8

/** Longer than the line for any key, in bytes. */
const LONGEST_LINE = 512

/**
 * Asks one server for keys, portion by portion: of however many there are, a bounded number is in flight, and replies are read in between.
 * All together they take no longer than one call may. Rejects with the first failure, once nothing is under way any more.
 */
export async function askMany(
  link: ServerLink,
  keys: readonly string[],
  createCall: (portion: readonly string[]) => Call<void>,
  limits: Limits,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { most, mostBytes, window } = shares(limits)
  const queue = Array.from(portions(keys, most, mostBytes)).toReversed()
  const underWay = new Set<Call<void>>()
  const ask = async (portion: readonly string[]): Promise<void> => {
    const call = createCall(portion)
    rejectOnAbort(call, signal)
    underWay.add(call)
    await link.submit(call)
    underWay.delete(call)
  }
  const [last] = queue
  if (last !== undefined && queue.length === 1) return ask(last)

  // Whoever asks takes the next portion when the last one is answered; a failure leaves none for the others.
  const askOn = async (): Promise<void> => {
    try {
      for (let portion = queue.pop(); portion !== undefined; portion = queue.pop()) await ask(portion)
    } finally {
      queue.length = 0
    }
  }
  const { timeout } = limits
  const timer = clock.setTimeout(() => {
    for (const call of underWay)
      call.fail('timeout', `not all replies within ${timeout} ms`, link.server.name)
  }, timeout)
  const outcomes = await Promise.allSettled(Array.from({ length: window }, askOn))
  clock.clearTimeout(timer)
  const failed = outcomes.find((outcome) => outcome.status === 'rejected')
  if (failed !== undefined) throw failed.reason
}

/** How large portions are, and how many may be under way, so that they keep the limits all together. */
function shares({ maxInFlight, maxInFlightBytes }: Limits): {
  readonly most: number
  readonly mostBytes: number
  readonly window: number
} {
  const most = Math.max(1, Math.floor(maxInFlight / WINDOW))
  const mostBytes = Math.min(MOST_BYTES, Math.max(LONGEST_LINE, Math.floor(maxInFlightBytes / WINDOW)))
  const window = Math.min(WINDOW, Math.floor(maxInFlight / most), Math.floor(maxInFlightBytes / mostBytes))
  return { most, mostBytes, window: Math.max(1, window) }
}
