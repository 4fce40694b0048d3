import { setTimeout as sleep } from 'node:timers/promises'

/** Resolves once `holds`, and rejects when that takes longer than 10 seconds. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const startedAt = performance.now()
  while (!(await holds())) {
    if (performance.now() - startedAt > 10_000) throw new Error('It does not come true')
    await sleep(5)
  }
}
