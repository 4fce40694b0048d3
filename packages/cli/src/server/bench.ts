import { createHistogram } from 'node:perf_hooks'
import { randomUUID } from 'node:crypto'
import type { Transport } from '@lmc/client'

export type BenchKind = 'get' | 'set' | 'mixed'

/** What is measured at once. */
export interface BenchTask {
  readonly kind: BenchKind
  /** The length of the values, in bytes. */
  readonly size: number
  /** How many calls are under way at any time. */
  readonly inFlight: number
  /** How long, in milliseconds. */
  readonly duration: number
}

/** What came of it. */
export interface BenchResult extends BenchTask {
  readonly calls: number
  readonly callsPerSecond: number
  /** Reads that found nothing: the servers have no room for the values. */
  readonly misses: number
  /** How long calls took, in milliseconds. */
  readonly p50: number
  readonly p90: number
  readonly p99: number
  readonly p999: number
  readonly longest: number
}

/** So many keys are read and written. */
const KEYS = 1000

/** In seconds: what a bench that is killed leaves behind goes by itself. */
const LIFETIME = 300

/** Every tenth call of a mixed bench is a `set`. */
const MIXED = 10

/**
 * Measures a transport, with keys of its own, which it deletes at the end.
 *
 * @throws {TransportError} any code: what fails is not measured.
 * @throws the signal's reason.
 */
export async function bench(
  transport: Transport,
  task: BenchTask,
  signal: AbortSignal,
): Promise<BenchResult> {
  const run = randomUUID()
  const keys = Array.from({ length: KEYS }, (_, index) => `lmc-bench:${run}:${index}`)
  const value = new Uint8Array(task.size).fill(0x78)
  const set = (key: string): Promise<boolean> => transport.set(key, value, { lifetime: LIFETIME, signal })
  try {
    await Promise.all(keys.map(set))
    const measured = await measure(task, async (turn) => {
      const key = keys[turn % KEYS] ?? ''
      const isSet = task.kind === 'set' || (task.kind === 'mixed' && turn % MIXED === 0)
      return isSet ? set(key) : (await transport.get(key, { signal })) !== undefined
    })
    return { ...task, ...measured }
  } finally {
    await Promise.allSettled(keys.map((key) => transport.delete(key)))
  }
}

/** Keeps so many calls in flight for so long. `call` gives whether it was a hit. */
async function measure(
  { inFlight, duration }: BenchTask,
  call: (turn: number) => Promise<boolean>,
): Promise<Omit<BenchResult, keyof BenchTask>> {
  const histogram = createHistogram()
  const start = performance.now()
  let turn = 0
  let misses = 0
  const lane = async (): Promise<void> => {
    do {
      const before = performance.now()
      if (!(await call(turn++))) misses++
      histogram.record(Math.max(1, Math.round((performance.now() - before) * 1e6)))
    } while (performance.now() - start < duration)
  }
  await Promise.all(Array.from({ length: inFlight }, lane))
  const took = performance.now() - start
  const percentile = (part: number): number => histogram.percentile(part) / 1e6
  return {
    calls: turn,
    callsPerSecond: Math.round((1000 * turn) / took),
    misses,
    p50: percentile(50),
    p90: percentile(90),
    p99: percentile(99),
    p999: percentile(99.9),
    longest: histogram.max / 1e6,
  }
}
