import { performance } from 'node:perf_hooks'
import type { MemcachedClient } from '@lmc/client'
import { startMemcached } from '@lmc/memcached-server'
import { median, textTable } from '@lmc/report'
import { takeSample } from '../measuring/sample.ts'
import type { Effort } from './effort.ts'
import { IN_FLIGHT, keyOf, openCache, VALUE } from './open-cache.ts'

/** Sets to namespaces in turn, tracked and untracked, and how long `namespaces()` takes; a table. */
export async function measureNamespaces({ namespaces, rounds, sets }: Effort): Promise<string> {
  const rows: string[][] = []
  for (const count of namespaces) {
    const server = await startMemcached({ args: ['-m', '1024'] })
    const plain = openCache(server.address, { trackKeys: false })
    const tracked = openCache(server.address, { trackKeys: true })
    const rateOf = async (cache: MemcachedClient, calls: number, first: number): Promise<number> => {
      const set = (i: number): Promise<unknown> => {
        const at = first + i
        return cache.set(keyOf(at % (4 * count)), VALUE, { namespace: `namespace ${at % count}` })
      }
      return (await takeSample(set, IN_FLIGHT, calls)).callsPerSecond
    }
    // Each namespace is there, and remembered, before the first round.
    for (const cache of [plain, tracked]) await rateOf(cache, count, 0)
    const rates = { plain: [] as number[], tracked: [] as number[] }
    for (let round = 0; round < rounds; round++) {
      rates.plain.push(await rateOf(plain, sets, round * sets))
      rates.tracked.push(await rateOf(tracked, sets, round * sets))
    }
    const start = performance.now()
    const listed = await tracked.namespaces()
    const milliseconds = performance.now() - start
    await Promise.all([plain.close(), tracked.close()])
    await server.stop()
    const whole = (figure: number): string => Math.round(figure).toLocaleString('en')
    const ratio = median(rates.tracked.map((rate, i) => rate / (rates.plain[i] ?? NaN)))
    rows.push([
      whole(count),
      whole(median(rates.plain)),
      whole(median(rates.tracked)),
      ratio.toFixed(2),
      whole(listed.length),
      `${whole(milliseconds)} ms`,
    ])
  }
  return textTable(['namespaces', 'untracked', 'tracked', 'ratio', 'listed', 'namespaces()'], rows)
}
