import { watchAbort } from './abort-watch.ts'
import type { ManyCall } from './calls/many-call.ts'
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
  createCall: (portion: readonly string[]) => ManyCall,
  { timeout, maxInFlight }: Limits,
  signal: AbortSignal | undefined,
): Promise<void> {
  const queue = portions(keys, Math.max(1, Math.floor(maxInFlight / WINDOW)))
  const underWay = new Set<ManyCall>()
  const askOn = async (): Promise<void> => {
    // There is one queue for all who ask: a failure, which leaves the loop, ends it for the others too.
    for (const portion of queue) {
      const call = createCall(portion)
      watchAbort(call, signal)
      underWay.add(call)
      await link.submit(call)
      underWay.delete(call)
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
