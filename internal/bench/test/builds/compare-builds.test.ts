import { MemoryTransport } from '@lmc/transport-memory'
import { expect, it } from 'vitest'
import { compareBuilds } from '../../src/builds/compare-builds.ts'

it('compareBuilds measures builds in turns, in each round another one first, and returns shares of the first build', async () => {
  const names = new Map([
    [new MemoryTransport(), 'a'],
    [new MemoryTransport(), 'b'],
  ])
  const order: string[] = []
  const workload = {
    name: 'get',
    inFlight: 2,
    calls: 3,
    call: async (transport: MemoryTransport, index: number): Promise<void> => {
      order.push(`${names.get(transport)}${index}`)
      await new Promise((resolve) => setImmediate(resolve))
    },
  }
  const builds = Array.from(names, ([subject, name]) => ({ name, subject }))
  const [first, second] = await compareBuilds(workload, builds, 2)
  expect(first).toMatchObject({ name: 'a', time: 1 })
  expect(second?.name).toBe('b')
  expect(second?.time).toBeGreaterThan(0)
  const rounds = order.filter((each) => each.endsWith('0')).join(' ')
  // Three first rounds, and two that count.
  expect(rounds).toBe('a0 b0 b0 a0 a0 b0 b0 a0 a0 b0')
  expect(order).toHaveLength(2 * 3 * 5)
})
