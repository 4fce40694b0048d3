import { performance } from 'node:perf_hooks'
import { startMemcached } from '@lmc/memcached-server'
import { median, textTable } from '@lmc/report'
import type { Milliseconds } from '@lmc/transport'
import { takeSample } from '../measuring/sample.ts'
import type { Effort } from './effort.ts'
import { LovelyCache } from './lovely-cache.ts'
import { keyOf, VALUE } from './open-cache.ts'

const LIFETIME = 3600
const SETS = 200
const LISTINGS = 5

/** What lovely.memcached's way comes to with so many keys. */
export interface LovelyFigures {
  readonly size: number
  readonly setsPerSecond: number
  /** For one listing. */
  readonly milliseconds: Milliseconds
}

/** One set at a time, for sets that overlap lose keys there. */
export async function measureLovely({ lovelySizes }: Effort): Promise<LovelyFigures[]> {
  const figures: LovelyFigures[] = []
  for (const size of lovelySizes) {
    const server = await startMemcached()
    const cache = new LovelyCache(server.address)
    for (let i = 0; i < size; i++) await cache.set(keyOf(i), VALUE, LIFETIME)
    const { callsPerSecond } = await takeSample((i) => cache.set(keyOf(i % size), VALUE, LIFETIME), 1, SETS)
    const taken: Milliseconds[] = []
    for (let round = 0; round < LISTINGS; round++) {
      const start = performance.now()
      if ((await cache.keys()).length !== size) throw new Error('keys were lost')
      taken.push(performance.now() - start)
    }
    figures.push({ size, setsPerSecond: callsPerSecond, milliseconds: median(taken) })
    cache.close()
    await server.stop()
  }
  return figures
}

export function lovelyTable(all: readonly LovelyFigures[]): string {
  const rows = all.map(({ size, setsPerSecond, milliseconds }) => [
    size.toLocaleString('en'),
    Math.round(setsPerSecond).toLocaleString('en'),
    (milliseconds / 1000).toFixed(3),
    ((milliseconds * 1000) / size).toFixed(1),
  ])
  return textTable(['keys', 'sets a second', 'seconds to list', 'µs per key'], rows)
}
