import { MemcachedClient } from '@lmc/client'
import { startMemcached } from '@lmc/memcached-server'
import { median, textTable } from '@lmc/report'
import { KeyTracker } from '@lmc/tracker'
import { MetaTransport } from '@lmc/transport-meta'
import { takeSample } from './measuring/sample.ts'

// The cost of a dependency, kept in two ways. The client keeps a generation: a number in an item of its own,
// which is stored and read with each value. The other way is a list of members, like the list of keys. The
// list is only for this comparison.

const ROUNDS = 9
const CALLS = 20_000
const IN_FLIGHT = 64
const MEMBERS = 100_000

const server = await startMemcached({ args: ['-m', '512'] })
const transport = new MetaTransport({ servers: [server.address] })
const cache = new MemcachedClient({ transport })
const tracker = new KeyTracker<string>({ transport, memcachedKey: (key) => key })
const value = 'x'.repeat(100)
const raw = true

/** Sets a value, and appends its key to the list of members in the same tick. */
async function setMember(key: string, dependency: string): Promise<void> {
  const entry = tracker.entry({ key, namespace: dependency, raw })
  const { sent, listed } = tracker.announce(entry)
  await sent
  await Promise.all([listed, cache.set(key, value, { raw })])
}

async function invalidateMembers(dependency: string): Promise<void> {
  for await (const batch of tracker.named(dependency))
    await cache.invalidateMany(
      batch.map(({ memcachedKey }) => memcachedKey),
      { raw },
    )
  await tracker.tidy(dependency)
}

const ways = {
  none: {
    set: (i: number) => cache.set(`none:${i % 1000}`, value, { raw }),
    get: (i: number) => cache.get(`none:${i % 1000}`, { raw }),
  },
  generation: {
    set: (i: number) => cache.set(`generation:${i % 1000}`, value, { raw, dependencies: [`d${i % 10}`] }),
    get: (i: number) => cache.get(`generation:${i % 1000}`, { raw }),
  },
  members: {
    set: (i: number) => setMember(`members:${i % 1000}`, `d${i % 10}`),
    get: (i: number) => cache.get(`members:${i % 1000}`, { raw }),
  },
} as const

async function compareWays(operation: 'set' | 'get'): Promise<string[]> {
  const figures = new Map<string, number[]>(Object.keys(ways).map((name) => [name, []]))
  for (let round = -2; round < ROUNDS; round++) {
    for (const [name, way] of Object.entries(ways)) {
      const { callsPerSecond } = await takeSample(way[operation], IN_FLIGHT, CALLS)
      if (round >= 0) figures.get(name)?.push(callsPerSecond)
    }
  }
  const [none = 0, ...others] = Array.from(figures.values(), median)
  return [`${operation}, ${IN_FLIGHT} in flight`, '1.00', ...others.map((one) => (one / none).toFixed(2))]
}

const table = [await compareWays('set'), await compareWays('get')]

const keys = Array.from({ length: MEMBERS }, (_, index) => `member:${index}`)
for (let start = 0; start < MEMBERS; start += 1000) {
  const part = keys.slice(start, start + 1000)
  await cache.setMany(
    part.map((key) => [key, value] as const),
    { raw, dependencies: ['all'] },
  )
}
const generationTook = await time(() => cache.invalidateDependents(['all']))
for (let start = 0; start < MEMBERS; start += 1000)
  await Promise.all(keys.slice(start, start + 1000).map((key) => setMember(key, 'all')))
const membersTook = await time(() => invalidateMembers('all'))
table.push([
  `invalidate ${MEMBERS.toLocaleString('en')} values`,
  '',
  `${generationTook.toFixed(1)} ms`,
  `${membersTook.toFixed(1)} ms`,
])

console.log(textTable(['calls a second, as a ratio', 'no dependency', 'generation', 'members'], table))
await cache.close()
await server.stop()

async function time(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}
