import { setTimeout as sleep } from 'node:timers/promises'
import type { Milliseconds } from '@lmc/transport'

const QUIET: Milliseconds = 10
const PATIENCE: Milliseconds = 1000

/** Resolves when a count has gone past `before` and does not change any more, or has not for a second. */
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
