import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { median, quantile } from '../src/median.ts'

describe('median', () => {
  it.each([
    [[7], 7],
    [[3, 1, 2], 2],
    [[4, 1, 3, 2], 2.5],
    [[10, 9, 100, 8, 1], 9],
    [[100, 20, 3], 20],
  ])('of %j is %d', (values, middle) => {
    expect(median(values)).toBe(middle)
  })

  it('of nothing is a RangeError', () => {
    expect(() => median([])).toThrow(RangeError)
  })

  it('does not change its argument', () => {
    const values = [3, 1, 2]
    median(values)
    expect(values).toEqual([3, 1, 2])
  })
})

describe('quantile', () => {
  it.each([
    [0, 1],
    [0.25, 2],
    [0.99, 4.96],
    [1, 5],
  ])('%d of 1 to 5 is %d', (share, value) => {
    expect(quantile([5, 3, 1, 2, 4], share)).toBeCloseTo(value, 10)
  })

  it('has its share of the values at or below it', () => {
    const values = fc.array(fc.integer(), { minLength: 1, maxLength: 50 })
    fc.assert(
      fc.property(values, fc.double({ min: 0, max: 1, noNaN: true }), (given, share) => {
        const bound = quantile(given, share)
        expect(given.filter((value) => value <= bound).length).toBeGreaterThanOrEqual(
          Math.floor(share * (given.length - 1)),
        )
        expect(given.filter((value) => value >= bound).length).toBeGreaterThanOrEqual(1)
      }),
    )
  })
})
