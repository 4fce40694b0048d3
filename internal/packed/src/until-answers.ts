import type { ChildProcess } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'

const DEADLINE_MS = 30_000

/**
 * Resolves when a program answers at an address.
 *
 * @throws {Error} when the program ends before, or does not answer within 30 seconds.
 */
export async function untilAnswers(child: ChildProcess, address: string): Promise<void> {
  const deadline = performance.now() + DEADLINE_MS
  for (;;) {
    if (child.exitCode !== null) throw new Error(`${child.spawnfile} ended with code ${child.exitCode}`)
    try {
      await fetch(address, { signal: AbortSignal.timeout(DEADLINE_MS) })
      return
    } catch (cause) {
      if (performance.now() > deadline) throw new Error(`${child.spawnfile} does not answer`, { cause })
      await sleep(50)
    }
  }
}
