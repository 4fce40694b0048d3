import { describe, expect, it } from 'vitest'
import { Backoff } from '../src/backoff.ts'

describe('Backoff', () => {
  it('waits 20 to 40 ms at first, then 20 to 80 ms, and starts over after a success', () => {
    const backoff = new Backoff()
    for (let round = 0; round < 100; round++) {
      const waits = [backoff.next(), backoff.next(), backoff.next(), backoff.next()]
      expect(waits[0]).toBeLessThanOrEqual(40)
      for (const wait of waits) {
        expect(wait).toBeGreaterThanOrEqual(20)
        expect(wait).toBeLessThanOrEqual(80)
      }
      backoff.reset()
    }
  })

  it('does not wait equally long twice', () => {
    const backoff = new Backoff()
    expect(new Set(Array.from({ length: 10 }, () => backoff.next())).size).toBe(10)
  })
})
