import { performance } from 'node:perf_hooks'
import type { Milliseconds } from '@lmc/transport'
import { type Hold, watchLoop } from '../measuring/loop-watch.ts'
import { median, textTable } from '@lmc/report'
import { takeSample } from '../measuring/sample.ts'
import type { Effort } from './effort.ts'
import { IN_FLIGHT, keyOf, openCache } from './open-cache.ts'

/** What it takes to list a namespace; medians. */
export interface Listing {
  /** How many keys it has. */
  readonly size: number
  readonly milliseconds: Milliseconds
  readonly hold: Hold
  readonly items: number
  readonly bytesPerKey: number
}

interface Sample {
  readonly milliseconds: Milliseconds
  readonly hold: Hold
}

/** Lists namespaces of each size, each time by a client that knows nothing yet. */
export async function measureListings(address: string, { sizes, listings }: Effort): Promise<Listing[]> {
  const costs = await fill(address, sizes)
  const samples = new Map(sizes.map((size) => [size, [] as Sample[]]))
  for (let round = -1; round < listings; round++) {
    for (const size of sizes) {
      const sample = await list(address, size)
      if (round >= 0) samples.get(size)?.push(sample)
    }
  }
  return Array.from(samples, ([size, all]) => {
    const { bytes = 0, items = 0 } = costs.get(namespaceOf(size)) ?? {}
    return {
      size,
      milliseconds: median(all.map(({ milliseconds }) => milliseconds)),
      hold: {
        longest: median(all.map(({ hold }) => hold.longest)),
        longestPause: median(all.map(({ hold }) => hold.longestPause)),
      },
      items,
      bytesPerKey: bytes / size,
    }
  })
}

export function listingTable(all: readonly Listing[]): string {
  const heads = ['keys', 'seconds', 'µs per key', 'loop held', 'garbage collector', 'items', 'bytes per key']
  const rows = all.map(({ size, milliseconds, hold, items, bytesPerKey }) => [
    size.toLocaleString('en'),
    (milliseconds / 1000).toFixed(3),
    ((milliseconds * 1000) / size).toFixed(1),
    `${hold.longest.toFixed(1)} ms`,
    `${hold.longestPause.toFixed(1)} ms`,
    String(items),
    bytesPerKey.toFixed(1),
  ])
  return textTable(heads, rows)
}

function namespaceOf(size: number): string {
  return `${size} keys`
}

/** What the list of each namespace costs when all of its keys have been set. */
async function fill(
  address: string,
  sizes: readonly number[],
): Promise<Map<string | undefined, { readonly bytes: number; readonly items: number }>> {
  const writer = openCache(address, { trackKeys: true })
  for (const size of sizes)
    await takeSample((i) => writer.set(keyOf(i), 1, { namespace: namespaceOf(size) }), IN_FLIGHT, size)
  const costs = new Map((await writer.namespaces()).map((cost) => [cost.namespace, cost]))
  await writer.close()
  return costs
}

async function list(address: string, size: number): Promise<Sample> {
  const reader = openCache(address, { trackKeys: true })
  globalThis.gc?.()
  const start = performance.now()
  const { result, hold } = await watchLoop(() => reader.keys(namespaceOf(size)))
  const milliseconds = performance.now() - start
  if (result.length !== size) throw new Error(`keys() of ${size} gave ${result.length}`)
  await reader.close()
  return { milliseconds, hold }
}
