import { setTimeout as sleep } from 'node:timers/promises'
import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { countHits } from './count-hits.ts'

/** How many answers to wait for before and after each event. */
const ANSWERS = 100

/**
 * Makes requests without a pause while memcached is killed and started again, twice. Ends when memcached has
 * served hits again. Resolves to the last memcached, and to the different answers.
 *
 * @param ask makes the request of this number. All right answers have the same text.
 * @param callers how many requests are in flight.
 */
export async function askThroughOutages(
  memcached: MemcachedServer,
  ask: (turn: number) => Promise<string>,
  callers = 4,
): Promise<{ memcached: MemcachedServer; answers: Set<string> }> {
  const answers = new Set<string>()
  const over = new AbortController()
  let turns = 0
  let served = 0
  const user = async (): Promise<void> => {
    while (!over.signal.aborted) {
      answers.add(await ask(turns++))
      served++
    }
  }
  const users = Promise.all(Array.from({ length: callers }, user))
  const servedMore = async (): Promise<void> => {
    const goal = served + ANSWERS
    const isServed = (): boolean => served >= goal
    // A request that rejects ends the run.
    while (!isServed()) await Promise.race([sleep(10), users])
  }
  let running = memcached
  try {
    for (let round = 0; round < 2; round++) {
      await servedMore()
      await running.stop()
      await servedMore()
      running = await startMemcached({ port: running.port })
    }
    // If the program never uses memcached again, this goes on until the timeout of the test.
    do await servedMore()
    while ((await countHits(running)) === 0)
  } finally {
    over.abort()
  }
  await users
  return { memcached: running, answers }
}
