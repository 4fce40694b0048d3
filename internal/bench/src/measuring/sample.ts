import { performance } from 'node:perf_hooks'
import { quantile } from '@lmc/report'
import type { Milliseconds } from '@lmc/transport'

/** One round of one contender. */
export interface Sample {
  /** How long the round took. */
  readonly milliseconds: Milliseconds
  readonly callsPerSecond: number
  /** Processor time of this process per call, user and system, in microseconds. */
  readonly cpuPerCall: number
  /** The time within which half of the calls were answered; `undefined` where no call is timed. */
  readonly p50: Milliseconds | undefined
  /** The time within which 99 of 100 calls were answered; `undefined` where no call is timed. */
  readonly p99: Milliseconds | undefined
}

/** Reading the clock costs time. With more calls in flight than this, only one of so many calls is timed. */
const TIMED_EVERY = 16

/**
 * Makes so many calls, with a constant number of them in flight: each answer starts the next call.
 *
 * @param isWhole what each answer is asked. Absent: the answers are not looked at.
 * @throws {Error} when an answer is not whole.
 */
export function takeSample(
  call: (i: number) => Promise<unknown>,
  inFlight: number,
  calls: number,
  isWhole: (answer: unknown) => boolean = () => true,
): Promise<Sample> {
  const timedEvery = Math.min(inFlight, TIMED_EVERY)
  const latencies: Milliseconds[] = []
  let next = 0
  const lane = async (): Promise<void> => {
    while (next < calls) {
      const i = next++
      if (i % timedEvery !== 0) {
        assertWhole(await call(i), isWhole)
        continue
      }
      const asked = performance.now()
      const answer = await call(i)
      latencies.push(performance.now() - asked)
      assertWhole(answer, isWhole)
    }
  }
  return takeSampleOf(() => Promise.all(Array.from({ length: inFlight }, lane)), calls, latencies)
}

function assertWhole(answer: unknown, isWhole: (answer: unknown) => boolean): void {
  if (!isWhole(answer)) throw new Error('wrong answer while it was measured: values are missing')
}

/**
 * Measures work that makes so many calls.
 *
 * @param latencies what the work puts the times of calls into.
 */
export async function takeSampleOf(
  work: () => Promise<unknown>,
  calls: number,
  latencies: readonly Milliseconds[] = [],
): Promise<Sample> {
  const cpuBefore = process.cpuUsage()
  const start = performance.now()
  await work()
  const milliseconds = performance.now() - start
  const { user, system } = process.cpuUsage(cpuBefore)
  const within = (share: number): Milliseconds | undefined =>
    latencies.length === 0 ? undefined : quantile(latencies, share)
  return {
    milliseconds,
    callsPerSecond: (calls / milliseconds) * 1000,
    cpuPerCall: (user + system) / calls,
    p50: within(0.5),
    p99: within(0.99),
  }
}
