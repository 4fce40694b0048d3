import { performance } from 'node:perf_hooks'
import { type Distribution, ketama, ketamaUnweighted, modulo, rendezvous } from '@lmc/transport-meta'
import { median, textTable } from '@lmc/report'

const DISTRIBUTIONS: Readonly<Record<string, Distribution>> = { ketama, ketamaUnweighted, rendezvous, modulo }
const KEYS = Array.from({ length: 4096 }, (_, i) => `user:${i}`.padEnd(32, '-'))
const ROUNDS = 15

/**
 * A table of the cost of finding the server of a key of 32 bytes. It has a column for each number of servers.
 */
export function distributionTable(counts: readonly number[]): string {
  const rows = Object.entries(DISTRIBUTIONS).map(([name, distribution]) =>
    [name].concat(counts.map((count) => `${Math.round(nanosecondsPerKey(distribution, count))} ns`)),
  )
  return textTable(['', ...counts.map((count) => `${count} servers`)], rows)
}

function nanosecondsPerKey(distribution: Distribution, count: number): number {
  const locate = distribution(
    Array.from({ length: count }, (_, i) => ({ name: `10.0.0.${i}:11211`, weight: 1 })),
  )
  const round = (): number => {
    const start = performance.now()
    for (let i = 0; i < 10; i++) for (const key of KEYS) locate(key)
    return ((performance.now() - start) * 1e6) / (10 * KEYS.length)
  }
  return median(Array.from({ length: ROUNDS }, round))
}
