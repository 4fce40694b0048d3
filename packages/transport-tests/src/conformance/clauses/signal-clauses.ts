import assert from 'node:assert/strict'
import type { Transport } from '@lmc/transport'
import { assertHolds, bytes } from '../bytes.ts'
import type { Clause } from '../clause.ts'

/** How many calls share a signal. */
const CALLS = 2000

/** Enough calls to show whether each listener costs more than the one before. */
const MANY_CALLS = 20_000

export const signalClauses: readonly Clause[] = [
  {
    name: '2,000 calls at once that share a signal each get their own answer, without a warning',
    async run({ transport, key }) {
      const { signal } = new AbortController()
      const warnings = await warningsOf(async () => {
        const keys = Array.from({ length: CALLS }, (_, index) => key(String(index % 100)))
        await Promise.all(keys.map((name) => transport.set(name, bytes(name), { signal })))
        const items = await Promise.all(keys.map((name) => transport.get(name, { signal })))
        for (const [index, item] of items.entries()) assertHolds(item, bytes(keys[index] ?? ''))
      })
      assert.equal(warnings.length, 0, `${warnings.length} warnings, the first "${warnings[0]}"`)
    },
  },
  {
    name: '20,000 calls that share a signal take about as long as those without one',
    async run({ transport, key }) {
      await timeOf(transport, key(), undefined)
      const without = await timeOf(transport, key(), undefined)
      const withOne = await timeOf(transport, key(), new AbortController().signal)
      assert.ok(
        withOne <= 4 * without + 400,
        `expected about ${Math.round(without)} ms as without a signal, got ${Math.round(withOne)} ms`,
      )
    },
  },
]

/**
 * The processor time of this process for the calls, in milliseconds. When the runtime does not count
 * processor time: the time that passes.
 */
async function timeOf(transport: Transport, key: string, signal: AbortSignal | undefined): Promise<number> {
  const startedAt = workedFor()
  const options = signal === undefined ? {} : { signal }
  await Promise.all(Array.from({ length: MANY_CALLS }, () => transport.get(key, options)))
  return workedFor() - startedAt
}

/**
 * The processor time of this process so far. It does not grow while other processes run, so a busy machine
 * does not look like a slow transport.
 */
function workedFor(): number {
  const { process }: { readonly process?: Partial<Pick<NodeJS.Process, 'cpuUsage'>> } = globalThis
  const used = process?.cpuUsage?.()
  return used ? (used.user + used.system) / 1000 : performance.now()
}

/** The warnings of the process while `work` runs; none when the runtime has no `process`. */
async function warningsOf(work: () => Promise<void>): Promise<string[]> {
  const { process }: { readonly process?: Pick<NodeJS.Process, 'on' | 'off'> } = globalThis
  const warnings: string[] = []
  const onWarning = ({ message }: Error): void => void warnings.push(message)
  process?.on('warning', onWarning)
  try {
    await work()
    // Node emits a warning in a later tick.
    await new Promise((resolve) => setTimeout(resolve, 10))
  } finally {
    process?.off('warning', onWarning)
  }
  return warnings
}
