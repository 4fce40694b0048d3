import { describe, expect, it } from 'vitest'
import { trendOf } from '../../src/runs/trend.ts'

const steady = { absolute: 0, relative: 0 }

describe('trendOf', () => {
  it.each([
    [[5, 5, 5], steady, false],
    [[5, 5, 6], steady, true],
    [[6, 5, 5], steady, false],
    [[100, 100, 111], { absolute: 0, relative: 0.1 }, true],
    [[100, 100, 110], { absolute: 0, relative: 0.11 }, false],
    [[100, 100, 112], { absolute: 2, relative: 0.1 }, false],
    // A single high figure is no trend.
    [[1, 2, 1, 1, 1, 1, 1, 90, 1], steady, false],
    [[1, 1, 90, 1, 1, 1, 2, 2, 2], steady, true],
  ])('of %j, with %j, grows: %s', (figures, tolerance, grows) => {
    expect(trendOf('x', figures, tolerance).grows).toBe(grows)
  })

  it('returns the medians of the first and the last third', () => {
    expect(trendOf('x', [1, 2, 3, 50, 60, 70, 7, 8, 9], steady)).toEqual({
      name: 'x',
      first: 2,
      last: 8,
      grows: true,
    })
  })

  it('refuses two samples', () => {
    expect(() => trendOf('x', [1, 2], steady)).toThrow('There are 2 samples; expected 3 at least')
  })
})
