import { describe, expect, it } from 'vitest'
import { Backoff } from '../src/backoff.ts'

/** The pauses that so many failures in a row lead to. */
function pauses(count: number, longest: number): number[] {
  const backoff = new Backoff()
  return Array.from({ length: count }, () => {
    backoff.pause(longest)
    return backoff.left
  })
}

describe('Backoff', () => {
  it('begins without a pause, and ends one by a reset', () => {
    const backoff = new Backoff()
    expect(backoff.left).toBe(0)
    backoff.pause(1000)
    expect(backoff.left).toBeGreaterThan(15)
    backoff.reset()
    expect(backoff.left).toBe(0)
  })

  it('doubles its pauses, up to the longest', () => {
    const ceilings = [40, 80, 160, 320, 640, 1000, 1000]
    for (const [index, pause] of pauses(7, 1000).entries()) {
      const ceiling = ceilings[index] ?? 0
      expect(pause).toBeLessThanOrEqual(ceiling)
      expect(pause).toBeGreaterThan(ceiling / 2 - 5)
    }
  })
})
