import { performance } from 'node:perf_hooks'
import { MemcachedClient } from '@lmc/client'
import { quantile } from '@lmc/report'
import type { Milliseconds } from '@lmc/transport'
import { openTransport } from './open-transport.ts'
import type { TransportName } from './stampede-task.ts'

const ROUNDS = 40
const WARM_UP = 8
const BATCHES = 100
const IN_FLIGHT = 64

/**
 * Resolves to hits of `getOrSet` per `get`, in the same time and with 64 in flight: the median of rounds in
 * turns.
 */
export async function compareHits(transport: TransportName, server: string): Promise<number> {
  const cache = new MemcachedClient({ transport: openTransport(transport, server) })
  const user = { name: 'Ada', born: 1815, tags: ['math', 'poetry'], about: 'x'.repeat(200) }
  const load = (): object => user
  await cache.set('key', user)
  const calls = [() => cache.get('key'), () => cache.getOrSet('key', load, { lifetime: 60 })] as const
  const ratios: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const times = new Map<() => Promise<unknown>, Milliseconds>()
    for (const call of round % 2 === 0 ? calls : calls.toReversed()) times.set(call, await timeOf(call))
    const [get = 0, getOrSet = 1] = calls.map((call) => times.get(call))
    if (round >= WARM_UP) ratios.push(get / getOrSet)
  }
  await cache.close()
  return quantile(ratios, 0.5)
}

async function timeOf(call: () => Promise<unknown>): Promise<Milliseconds> {
  const start = performance.now()
  for (let batch = 0; batch < BATCHES; batch++) await Promise.all(Array.from({ length: IN_FLIGHT }, call))
  return performance.now() - start
}
