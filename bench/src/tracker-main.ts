import { writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { performance } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import { MemcachedClient } from '@lmc/client'
import { startMemcached } from '@lmc/testing'
import { MetaTransport } from '@lmc/transport-meta'
import { linePlot } from './line-plot.ts'
import { watchLoop } from './loop-watch.ts'
import { LovelyCache } from './lovely-cache.ts'
import { median } from './median.ts'
import { takeSample } from './sample.ts'
import { textTable } from './text-table.ts'

// What the list of keys costs, over MetaTransport, beside lovely.memcached's way over memjs at sizes where that still works.

const IN_FLIGHT = 64
const PLOT = 'tracker.svg'
const { values: options } = parseArgs({ options: { quick: { type: 'boolean', default: false } } })
const isQuick = options.quick
const rounds = isQuick ? 3 : 15
const sets = isQuick ? 2_000 : 20_000
const sizes = isQuick ? [1_000, 10_000] : [1_000, 10_000, 100_000, 1_000_000]
const lovelySizes = isQuick ? [100] : [100, 1_000, 3_000]
const resets = isQuick ? 50_000 : 1_000_000

const server = await startMemcached({ args: ['-m', '1024'] })
const open = (trackKeys: boolean, { address } = server): MemcachedClient =>
  new MemcachedClient({
    transport: new MetaTransport({ servers: [address], timeout: 10_000 }),
    trackKeys,
    failures: 'throw',
  })
const value = 'x'.repeat(100)
const keyOf = (i: number): string => `user:${String(i).padStart(11, '0')}`

const sections: string[] = []
const tell = (title: string, table: string): void => {
  console.log(`${title}\n\n${table}\n`)
  sections.push(`## ${title}\n\n${table}`)
}

tell(`Sets of 100 B a second, ${IN_FLIGHT} in flight`, await compareSets())
const listings = await measureListings()
tell('Listing by keys()', listingTable(listings))
tell(`1,000 keys set ${resets.toLocaleString('en')} times`, await measureGrowth())
const lovely = await measureLovely()
tell("lovely.memcached's way over memjs 1.3.2", lovelyTable(lovely))
await server.stop()

if (!isQuick) {
  const folder = new URL('../', import.meta.url)
  const setting = `Node ${process.versions.node}, ${process.platform} ${process.arch}, ${availableParallelism()} CPUs`
  await writeFile(new URL('tracker.md', folder), pageOf(setting))
  await writeFile(new URL(PLOT, folder), plotOf())
  console.log('Written to tracker.md.')
}

/** Tracked and untracked sets in turns, of few keys again and again and of keys that are all new. */
async function compareSets(): Promise<string> {
  const [plain, tracked] = [open(false), open(true)]
  const workloads: readonly (readonly [name: string, distinct: number])[] = [
    ['1,000 keys, set again and again', 1_000],
    ['100,000 keys, set again and again', 100_000],
    ['keys that are all new', Infinity],
  ]
  const rows: string[][] = []
  for (const [name, distinct] of workloads) {
    const rates = { plain: [] as number[], tracked: [] as number[] }
    let first = 0
    const measure = async (cache: MemcachedClient, into: number[] | undefined): Promise<void> => {
      const set = (i: number): Promise<unknown> =>
        cache.set(keyOf((first + i) % distinct), value, { namespace: name })
      const { callsPerSecond } = await takeSample(set, IN_FLIGHT, sets)
      into?.push(callsPerSecond)
    }
    for (let round = -3; round < rounds; round++) {
      const isWarm = round >= 0
      const turns = [
        () => measure(plain, isWarm ? rates.plain : undefined),
        () => measure(tracked, isWarm ? rates.tracked : undefined),
      ]
      for (const turn of round % 2 === 0 ? turns : turns.toReversed()) await turn()
      first += sets
    }
    const ratios = rates.tracked.map((rate, i) => rate / (rates.plain[i] ?? rate))
    const whole = (rate: number): string => Math.round(rate).toLocaleString('en')
    rows.push([name, whole(median(rates.plain)), whole(median(rates.tracked)), median(ratios).toFixed(2)])
  }
  await Promise.all([plain.close(), tracked.close()])
  return textTable(['', 'untracked', 'tracked', 'ratio'], rows)
}

interface Listing {
  readonly size: number
  readonly seconds: number
  readonly longestHold: number
  readonly longestPause: number
  readonly bytesPerKey: number
  readonly items: number
}

/** Each listing by a client that knows nothing yet. */
async function measureListings(): Promise<Listing[]> {
  const writer = open(true)
  for (const size of sizes)
    await takeSample((i) => writer.set(keyOf(i), 1, { namespace: `${size} keys` }), IN_FLIGHT, size)
  const costs = new Map((await writer.namespaces()).map((cost) => [cost.namespace, cost]))
  await writer.close()

  const taken = new Map(sizes.map((size) => [size, [] as { seconds: number; hold: number; pause: number }[]]))
  for (let round = -1; round < (isQuick ? 3 : 5); round++) {
    for (const size of sizes) {
      const reader = open(true)
      globalThis.gc?.()
      const start = performance.now()
      const { result, hold } = await watchLoop(() => reader.keys(`${size} keys`))
      const seconds = (performance.now() - start) / 1000
      if (result.length !== size) throw new Error(`keys() of ${size} gave ${result.length}`)
      if (round >= 0) taken.get(size)?.push({ seconds, hold: hold.longest, pause: hold.longestPause })
      await reader.close()
    }
  }
  return Array.from(taken, ([size, all]) => {
    const { bytes = 0, items = 0 } = costs.get(`${size} keys`) ?? {}
    return {
      size,
      seconds: median(all.map(({ seconds }) => seconds)),
      longestHold: median(all.map(({ hold }) => hold)),
      longestPause: median(all.map(({ pause }) => pause)),
      bytesPerKey: bytes / size,
      items,
    }
  })
}

function listingTable(all: readonly Listing[]): string {
  const heads = [
    'keys',
    'seconds',
    'µs per key',
    'loop held, longest',
    'garbage collector',
    'items',
    'bytes per key',
  ]
  const rows = all.map(({ size, seconds, longestHold, longestPause, items, bytesPerKey }) => [
    size.toLocaleString('en'),
    seconds.toFixed(3),
    ((seconds * 1e6) / size).toFixed(1),
    `${longestHold.toFixed(1)} ms`,
    `${longestPause.toFixed(1)} ms`,
    String(items),
    bytesPerKey.toFixed(1),
  ])
  return textTable(heads, rows)
}

/** How large the index is at most, and in the end, against what it takes without duplicates. */
async function measureGrowth(): Promise<string> {
  const own = await startMemcached()
  const cache = open(true, own)
  const set = (i: number): Promise<unknown> => cache.set(keyOf(i % 1000), value)
  await takeSample(set, IN_FLIGHT, 1000)
  const bytesOf = async (): Promise<number> => (await cache.namespaces())[0]?.bytes ?? 0
  const compact = await bytesOf()
  const sampled: number[] = []
  for (let done = 0; done < resets; done += 5_000) {
    await takeSample(set, IN_FLIGHT, 5_000)
    sampled.push(await bytesOf())
  }
  await cache.close()
  await own.stop()
  const row = [compact, Math.max(...sampled), sampled.at(-1) ?? 0].map((bytes) => bytes.toLocaleString('en'))
  const times = (Math.max(...sampled) / compact).toFixed(1)
  return textTable(['', 'compact', 'at most', 'in the end', 'at most, times'], [['bytes', ...row, times]])
}

interface LovelyFigures {
  readonly size: number
  readonly setsPerSecond: number
  readonly seconds: number
}

async function measureLovely(): Promise<LovelyFigures[]> {
  const figures: LovelyFigures[] = []
  for (const size of lovelySizes) {
    const old = await startMemcached()
    const cache = new LovelyCache(old.address)
    // One at a time, for sets that overlap lose keys.
    for (let i = 0; i < size; i++) await cache.set(keyOf(i), value, 3600)
    const { callsPerSecond } = await takeSample((i) => cache.set(keyOf(i % size), value, 3600), 1, 200)
    const taken: number[] = []
    for (let round = 0; round < 5; round++) {
      const start = performance.now()
      if ((await cache.keys()).length !== size) throw new Error('keys were lost')
      taken.push((performance.now() - start) / 1000)
    }
    figures.push({ size, setsPerSecond: callsPerSecond, seconds: median(taken) })
    cache.close()
    await old.stop()
  }
  return figures
}

function lovelyTable(all: readonly LovelyFigures[]): string {
  const rows = all.map(({ size, setsPerSecond, seconds }) => [
    size.toLocaleString('en'),
    Math.round(setsPerSecond).toLocaleString('en'),
    seconds.toFixed(3),
    ((seconds * 1e6) / size).toFixed(1),
  ])
  return textTable(['keys', 'sets a second', 'seconds to list', 'µs per key'], rows)
}

function pageOf(setting: string): string {
  return [
    '# What the list of keys costs',
    `Written by \`pnpm bench:tracker\`. ${setting}; one memcached with 1 GiB, \`MetaTransport\`, keys of 16 characters.`,
    'Tracked and untracked sets take turns, round by round, each time another one first; the figures are medians of the rounds, the ratio ' +
      'is the median of those of each round. Each listing is by a client that was opened for it. How long the loop was held is the longest time ' +
      'between two turns of a ticker that asks for every turn; the longest pause of the garbage collector stands beside it, for a heap of ' +
      'a million keys has its own. Only ratios within one run mean anything: another machine has other figures.',
    ...sections,
    "lovely.memcached's set of keys is one item, read and written whole by each set, and ends at the item limit; sets are one at a time, for " +
      'sets that overlap lose keys.',
    `## Microseconds per key that is listed\n\n![Microseconds per key that is listed](${PLOT})`,
  ]
    .join('\n\n')
    .concat('\n')
}

function plotOf(): string {
  const perKey = ({ size, seconds }: { size: number; seconds: number }): readonly [number, number] => [
    size,
    (seconds * 1e6) / size,
  ]
  return linePlot(
    [
      { name: 'keys()', points: listings.map(perKey) },
      { name: 'lovely.memcached', points: lovely.filter(({ size }) => size >= 1000).map(perKey) },
    ],
    { title: 'Microseconds per key that is listed', xTitle: 'keys' },
  )
}
