import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Session } from '../../src/contenders/contender.ts'
import { memory } from '../../src/contenders/transports.ts'
import { Runner } from '../../src/measuring/runner.ts'
import { clients } from '../../src/suites/clients.ts'
import type { Workload } from '../../src/workloads/workload.ts'

let session: Session
beforeAll(async () => {
  session = await memory.open([])
})
afterAll(() => session.close())

async function prepare(from: Session, workload: Workload, prefix: string): Promise<Runner> {
  return Runner.prepare(from, await workload.prepare(from, prefix), 64, { roundTime: 1, isWarm: false })
}

describe.each(clients.workloads)('Runner with $name', (workload) => {
  it('accepts a right transport', async () => {
    const runner = await prepare(session, workload, 'right')
    expect((await runner.round()).callsPerSecond).toBeGreaterThan(0)
  })

  it('rejects a client that gives one call the answer of another', async () => {
    const wrong: Session = {
      ...session,
      readText: async (key) => (await session.readText(key))?.replace('<7>', '<8>'),
      readTexts: async (keys) => session.readTexts(keys.with(7, keys[8] ?? '')),
      loadObject: (name) => session.loadObject(name.replace(/7$/, '8')),
    }
    await expect(prepare(wrong, workload, 'wrong')).rejects.toThrow('wrong answer')
  })

  it('rejects a client that stores nothing', async () => {
    const idle: Session = { ...session, set: async () => true, storeObject: async () => 'key' }
    await expect(prepare(idle, workload, 'idle')).rejects.toThrow(/wrong answer: (undefined|\[null)/)
  })
})

describe.each(clients.workloads.filter(({ name }) => !name.includes('set')))(
  'Runner with $name',
  (workload) => {
    it('rejects a client that loses values after the check', async () => {
      let isLost = false
      const lost: Session = {
        ...session,
        get: async (key) => (isLost ? undefined : session.get(key)),
        getMany: (keys) => session.getMany(isLost ? keys.slice(1) : keys),
        loadObject: async (name) => (isLost ? undefined : session.loadObject(name)),
      }
      const runner = await prepare(lost, workload, 'lost')
      isLost = true
      await expect(runner.round()).rejects.toThrow('wrong answer while it was measured')
    })
  },
)
