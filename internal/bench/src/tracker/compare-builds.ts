import type { MemcachedClient } from '@lmc/client'
import { startMemcached } from '@lmc/memcached-server'
import { median, textTable } from '@lmc/report'
import { loadCheckout } from '../builds/checkout.ts'
import { takeSample } from '../measuring/sample.ts'
import { workloads } from './compare-sets.ts'
import type { Effort } from './effort.ts'
import { IN_FLIGHT, keyOf, openCache, VALUE } from './open-cache.ts'

const WARM_UP = 3

/** Tracked sets of one process in turns with those of another build of this repository; a table. */
export async function compareBuilds(folder: string, { rounds, sets }: Effort): Promise<string> {
  const servers = await Promise.all([startServer(), startServer()])
  const [before, now] = [await openOther(folder, servers[0].address), openTracked(servers[1].address)]
  const rows: string[][] = []
  for (const [name, distinct] of workloads) {
    const rates = { before: [] as number[], now: [] as number[] }
    for (let round = -WARM_UP; round < rounds; round++) {
      const first = (round + WARM_UP) * sets
      const measure = async (cache: MemcachedClient, into: number[]): Promise<void> => {
        const set = (i: number): Promise<unknown> =>
          cache.set(keyOf((first + i) % distinct), VALUE, { namespace: name })
        const { callsPerSecond } = await takeSample(set, IN_FLIGHT, sets)
        if (round >= 0) into.push(callsPerSecond)
      }
      const turns = [() => measure(before, rates.before), () => measure(now, rates.now)]
      for (const turn of round % 2 === 0 ? turns : turns.toReversed()) await turn()
    }
    const ratios = rates.now.map((rate, i) => rate / (rates.before[i] ?? NaN))
    const whole = (rate: number): string => Math.round(rate).toLocaleString('en')
    rows.push([name, whole(median(rates.before)), whole(median(rates.now)), median(ratios).toFixed(2)])
  }
  await Promise.all([before.close(), now.close()])
  await Promise.all(servers.map((server) => server.stop()))
  return textTable(['', 'before', 'now', 'ratio'], rows)
}

function startServer(): ReturnType<typeof startMemcached> {
  return startMemcached({ args: ['-m', '1024'] })
}

function openTracked(address: string): MemcachedClient {
  return openCache(address, { trackKeys: true })
}

/** A client of the build in a folder. */
async function openOther(folder: string, address: string): Promise<MemcachedClient> {
  const other = await loadCheckout(folder)
  const transport = new other.MetaTransport({ servers: [address], timeout: 10_000 })
  return new other.MemcachedClient({ transport, trackKeys: true, failures: 'throw' })
}
