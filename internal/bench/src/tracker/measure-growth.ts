import { startMemcached } from '@lmc/memcached-server'
import { textTable } from '@lmc/report'
import { takeSample } from '../measuring/sample.ts'
import type { Effort } from './effort.ts'
import { IN_FLIGHT, keyOf, openCache, VALUE } from './open-cache.ts'

const KEYS = 1000

/** The size of the list is looked at after so many sets. */
const SETS_BETWEEN = 5_000

/**
 * How large the list of some keys is at most and in the end, against what it takes without duplicates; a
 * table.
 */
export async function measureGrowth({ resets }: Effort): Promise<string> {
  const server = await startMemcached()
  const cache = openCache(server.address, { trackKeys: true })
  const set = (i: number): Promise<unknown> => cache.set(keyOf(i % KEYS), VALUE)
  const bytesOfList = async (): Promise<number> => (await cache.namespaces())[0]?.bytes ?? 0

  await takeSample(set, IN_FLIGHT, KEYS)
  const compact = await bytesOfList()
  const seen: number[] = []
  for (let done = 0; done < resets; done += SETS_BETWEEN) {
    await takeSample(set, IN_FLIGHT, SETS_BETWEEN)
    seen.push(await bytesOfList())
  }
  await cache.close()
  await server.stop()

  const most = Math.max(...seen)
  const figures = [compact, most, seen.at(-1) ?? 0].map((bytes) => bytes.toLocaleString('en'))
  const heads = ['', 'compact', 'at most', 'in the end', 'at most, times']
  return textTable(heads, [['bytes', ...figures, (most / compact).toFixed(1)]])
}
