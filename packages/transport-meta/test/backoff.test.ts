import { describe, expect, it } from 'vitest'
import { Backoff } from '../src/servers/backoff.ts'

describe('Backoff', () => {
  it('waits 20 to 40 ms at first, then twice as long each time, up to 5 s, and starts over after a success', () => {
    const backoff = new Backoff()
    for (let round = 0; round < 20; round++) {
      for (const ceiling of [40, 80, 160, 320, 640, 1280, 2560, 5000, 5000]) {
        const wait = backoff.next()
        expect(wait).toBeGreaterThanOrEqual(ceiling / 2)
        expect(wait).toBeLessThanOrEqual(ceiling)
      }
      backoff.reset()
    }
  })

  it('does not wait equally long twice', () => {
    const backoff = new Backoff()
    expect(new Set(Array.from({ length: 10 }, () => backoff.next())).size).toBe(10)
  })
})
