import { setTimeout as sleep } from 'node:timers/promises'
import type { Milliseconds } from '@lmc/transport'

const QUIET: Milliseconds = 10
const PATIENCE: Milliseconds = 1000

/** Resolves when a count is above `before` and has stopped changing, or after a second without a change. */
export async function untilQuiet(count: () => number, before: number): Promise<void> {
  const startedAt = performance.now()
  let last = before
  for (;;) {
    await sleep(QUIET)
    const isQuiet = count() === last
    if (isQuiet && (last > before || performance.now() - startedAt > PATIENCE)) return
    last = count()
  }
}
