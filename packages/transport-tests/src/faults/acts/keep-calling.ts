import { setTimeout as sleep } from 'node:timers/promises'
import type { Milliseconds } from '@lmc/transport'
import type { Outcome } from '../call-watch.ts'
import { createRandom } from '../proxy/create-random.ts'
import type { Traffic } from '../traffic.ts'

const PAUSE: Milliseconds = 5

/**
 * Makes 10 calls every 5 milliseconds, without waiting for the calls before. Resolves to the outcomes of all.
 */
export async function keepCalling(traffic: Traffic, time: Milliseconds): Promise<Outcome<unknown>[]> {
  const random = createRandom(time)
  const calls: Promise<Outcome<unknown>[]>[] = []
  const startedAt = performance.now()
  while (performance.now() - startedAt < time) {
    calls.push(traffic.mixed(10, random))
    await sleep(PAUSE)
  }
  return (await Promise.all(calls)).flat()
}
