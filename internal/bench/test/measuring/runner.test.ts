import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Session } from '../../src/contenders/contender.ts'
import { memory } from '../../src/contenders/transports.ts'
import { Runner } from '../../src/measuring/runner.ts'
import { runs } from '../../src/workloads/runs.ts'

let session: Session
beforeAll(async () => {
  session = await memory.open([])
})
afterAll(() => session.close())

describe.each(runs)('Runner with $workload.name, $inFlight in flight', (run) => {
  it('accepts a right transport', async () => {
    const runner = await Runner.prepare(session, run, 'right', 1)
    expect((await runner.round()).callsPerSecond).toBeGreaterThan(0)
  })

  it('rejects a client that gives one call the answer of another', async () => {
    const wrong: Session = {
      ...session,
      readText: async (key) => (await session.readText(key))?.replace('<7>', '<8>'),
      readTexts: async (keys) => session.readTexts(keys.with(7, keys[8] ?? '')),
      loadObject: (name) => session.loadObject(name.replace(/7$/, '8')),
    }
    await expect(Runner.prepare(wrong, run, 'wrong', 1)).rejects.toThrow('wrong answer')
  })

  it('rejects a client that stores nothing', async () => {
    const idle: Session = { ...session, set: async () => true, storeObject: async () => 'key' }
    await expect(Runner.prepare(idle, run, 'idle', 1)).rejects.toThrow(/wrong answer: (undefined|\[null)/)
  })
})
