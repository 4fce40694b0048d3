import { describe, expect, it } from 'vitest'
import { SegmentGrowth } from '../../src/segments/segment-growth.ts'

const LEAST = 100

/** Appends byte by byte; gives after how many it is time to look. */
function bytesUntilLook(growth: SegmentGrowth): number {
  for (let count = 1; count <= 100_000; count++) {
    growth.send(1)
    if (growth.add(1)) return count
  }
  throw new Error('It was never time to look')
}

describe('SegmentGrowth', () => {
  it('tells once that it is time to look', () => {
    const growth = new SegmentGrowth(LEAST)
    bytesUntilLook(growth)
    expect(growth.add(1_000_000)).toBe(false)
  })

  it('one that found just what it sent looks when there is no room any more', () => {
    const growth = new SegmentGrowth(LEAST)
    growth.saw(bytesUntilLook(growth), growth.sentBytes)
    growth.looked(5000, 2500)
    expect(bytesUntilLook(growth)).toBe(5000)
  })

  it('one that found that behind what was left when it had tidied does likewise', () => {
    const growth = new SegmentGrowth(LEAST)
    growth.saw(bytesUntilLook(growth), growth.sentBytes)
    // What is sent while it is being tidied stands behind what is left.
    growth.send(30)
    growth.tidied(10)
    growth.looked(1000, 500)
    growth.saw(40 + bytesUntilLook(growth), growth.sentBytes)
    growth.looked(5000, 2500)
    expect(bytesUntilLook(growth)).toBe(5000)
  })

  it.each([
    ['more, since others append as well', 1],
    ['less, since others have tidied', -1],
  ])('one that found %s looks at random before', (_, difference) => {
    const growth = new SegmentGrowth(LEAST)
    const counts = Array.from({ length: 200 }, (__, round) => {
      growth.saw(growth.sentBytes + difference * (round + 1), growth.sentBytes)
      growth.looked(5000, 2500)
      return bytesUntilLook(growth)
    })
    expect(Math.max(...counts)).toBeLessThanOrEqual(2500)
    expect(new Set(counts).size).toBeGreaterThan(100)
  })
})
