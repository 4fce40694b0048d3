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
})
