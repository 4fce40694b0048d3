import { watchAbort } from './abort-watch.ts'
import type { Call } from './call.ts'
import type { Limits } from './limits.ts'
import { portions } from './portions.ts'
import type { ServerLink } from './server-link.ts'

/** So many portions are under way to one server at a time. */
const WINDOW = 8

/**
 * Asks one server for keys, portion by portion: of however many there are, a bounded number is in flight, and replies are read in between.
 * All together they take no longer than one call may. Rejects with the first failure, once nothing is under way any more.
 */
export async function askMany(
  link: ServerLink,
  keys: readonly string[],
  createCall: (portion: readonly string[]) => Call<void>,
  { timeout, maxInFlight }: Limits,
  signal: AbortSignal | undefined,
): Promise<void> {
  const most = Math.max(1, Math.floor(maxInFlight / WINDOW))
  const queue = Array.from(portions(keys, most)).toReversed()
  const underWay = new Set<Call<void>>()
  const ask = async (portion: readonly string[]): Promise<void> => {
    const call = createCall(portion)
    watchAbort(call, signal)
    underWay.add(call)
    await link.submit(call)
    underWay.delete(call)
  }
  const [last] = queue
  if (last !== undefined && queue.length === 1) return ask(last)

  // Whoever asks takes the next portion when he has his answer; a failure leaves none for the others.
  const askOn = async (): Promise<void> => {
    try {
      for (let portion = queue.pop(); portion !== undefined; portion = queue.pop()) await ask(portion)
    } finally {
      queue.length = 0
    }
  }
  const timer = setTimeout(() => {
    for (const call of underWay)
      call.fail('timeout', `not all replies within ${timeout} ms`, link.server.name)
  }, timeout)
  const outcomes = await Promise.allSettled(Array.from({ length: WINDOW }, askOn))
  clearTimeout(timer)
  const failed = outcomes.find((outcome) => outcome.status === 'rejected')
  if (failed !== undefined) throw failed.reason
}
