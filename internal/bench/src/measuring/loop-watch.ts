import { performance, PerformanceObserver } from 'node:perf_hooks'
import type { Milliseconds } from '@lmc/transport'

/** How long the event loop was blocked. */
export interface Hold {
  /** The longest time between two turns of a ticker that runs in every turn (`setImmediate`). */
  readonly longest: Milliseconds
  /** The longest pause of the garbage collector, which is a part of a turn. */
  readonly longestPause: Milliseconds
}

/** Does some work, and resolves to its result and to the longest time in which it blocked the process. */
export async function watchLoop<T>(work: () => Promise<T>): Promise<{ result: T; hold: Hold }> {
  let [longest, longestPause] = [0, 0]
  const pauses = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longestPause = Math.max(longestPause, duration)
  })
  pauses.observe({ entryTypes: ['gc'] })
  let last = performance.now()
  const tick = (): void => {
    const now = performance.now()
    longest = Math.max(longest, now - last)
    last = now
    ticker = setImmediate(tick)
  }
  let ticker = setImmediate(tick)
  try {
    const result = await work()
    return { result, hold: { longest, longestPause } }
  } finally {
    clearImmediate(ticker)
    pauses.disconnect()
  }
}
