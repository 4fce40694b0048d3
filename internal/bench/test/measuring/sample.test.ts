import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { takeSample } from '../../src/measuring/sample.ts'
import { isHit } from '../../src/workloads/hits-in.ts'

describe('takeSample', () => {
  it('makes each call once, with a constant number in flight', async () => {
    const made: number[] = []
    let inFlight = 0
    let most = 0
    await takeSample(
      async (i) => {
        made.push(i)
        most = Math.max(most, ++inFlight)
        await sleep(1)
        inFlight--
      },
      8,
      100,
    )
    expect(made).toEqual(Array.from({ length: 100 }, (_, i) => i))
    expect(most).toBe(8)
  })

  it('computes calls a second, the time of a call, and the time of this process', async () => {
    const sample = await takeSample(() => sleep(10), 4, 40)
    expect(sample.callsPerSecond).toBeGreaterThan(100)
    expect(sample.callsPerSecond).toBeLessThan(410)
    expect(sample.p50).toBeGreaterThan(9)
    expect(sample.p99).toBeGreaterThan(9)
    expect(sample.cpuPerCall).toBeGreaterThan(0)
  })

  it('rejects with the error of the first call that rejects', async () => {
    const call = async (i: number): Promise<void> => {
      if (i === 5) throw new Error('lost')
    }
    await expect(takeSample(call, 2, 10)).rejects.toThrow('lost')
  })

  it('rejects when an answer lacks its value, be the call timed or not', async () => {
    for (const missed of [16, 21]) {
      const sample = takeSample(async (i) => (i === missed ? undefined : 'value'), 16, 32, isHit)
      await expect(sample).rejects.toThrow('wrong answer while it was measured')
    }
  })
})
