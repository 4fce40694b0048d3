import type { MemcachedClient } from '@lmc/client'
import { median, textTable } from '@lmc/report'
import { takeSample } from '../measuring/sample.ts'
import type { Effort } from './effort.ts'
import { IN_FLIGHT, keyOf, openCache, VALUE } from './open-cache.ts'

/** What is set: a name, and how many keys. */
export const workloads: readonly (readonly [name: string, distinct: number])[] = [
  ['1,000 keys, set again and again', 1_000],
  ['100,000 keys, set again and again', 100_000],
  ['keys that are all new', Infinity],
]

/** Rounds before the first that counts. */
const WARM_UP = 3

/** Tracked and untracked sets in turns, of few keys again and again and of keys that are all new; a table. */
export async function compareSets(address: string, { rounds, sets }: Effort): Promise<string> {
  const plain = openCache(address, { trackKeys: false })
  const tracked = openCache(address, { trackKeys: true })
  const rows: string[][] = []
  for (const [name, distinct] of workloads) {
    const rates = { plain: [] as number[], tracked: [] as number[] }
    for (let round = -WARM_UP; round < rounds; round++) {
      const first = (round + WARM_UP) * sets
      const rateOf = async (cache: MemcachedClient): Promise<number> => {
        const set = (i: number): Promise<unknown> =>
          cache.set(keyOf((first + i) % distinct), VALUE, { namespace: name })
        return (await takeSample(set, IN_FLIGHT, sets)).callsPerSecond
      }
      const measure = async (cache: MemcachedClient, into: number[]): Promise<void> => {
        const rate = await rateOf(cache)
        if (round >= 0) into.push(rate)
      }
      const turns = [() => measure(plain, rates.plain), () => measure(tracked, rates.tracked)]
      for (const turn of round % 2 === 0 ? turns : turns.toReversed()) await turn()
    }
    const ratios = rates.tracked.map((rate, i) => rate / (rates.plain[i] ?? rate))
    const whole = (rate: number): string => Math.round(rate).toLocaleString('en')
    rows.push([name, whole(median(rates.plain)), whole(median(rates.tracked)), median(ratios).toFixed(2)])
  }
  await Promise.all([plain.close(), tracked.close()])
  return textTable(['', 'untracked', 'tracked', 'ratio'], rows)
}
