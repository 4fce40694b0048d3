import { describe, expect, it } from 'vitest'
import type { Lane } from '../../../src/faults/proxy/lane.ts'
import { performStep } from '../../../src/faults/proxy/perform-step.ts'

describe('performStep', () => {
  it.each(['hold', 'stall'] as const)(
    'does not %s once the next script has begun, also while it flushes',
    async (step) => {
      const controller = new AbortController()
      const lane = { inlet: { mode: 'steady' }, flush: async () => controller.abort() } as unknown as Lane
      await expect(performStep({ do: step }, lane, controller.signal)).rejects.toBe(controller.signal.reason)
    },
  )

  it('repeats without end only while the receiver is there', async () => {
    let flushes = 0
    const lane = {
      inlet: { isAtEnd: false },
      get isOpen() {
        return flushes < 3
      },
      take: async () => Buffer.from('x'),
      put: () => undefined,
      flush: async () => void flushes++,
    } as unknown as Lane
    await performStep({ do: 'repeat', bytes: 1, times: Infinity }, lane, AbortSignal.timeout(10_000))
    expect(flushes).toBe(3)
  })
})
