import { describe, expect, it } from 'vitest'
import { toCounter, toDelta } from '../src/index.ts'

const GREATEST = 18446744073709551615n

describe('toDelta', () => {
  it.each([
    [0, false, 0n],
    [7, false, 7n],
    [-7, true, 7n],
    [GREATEST, false, GREATEST],
    [-GREATEST, true, GREATEST],
  ])('splits %s into a direction and an amount', (delta, isDecrement, amount) => {
    expect(toDelta(delta)).toEqual({ isDecrement, amount })
  })

  it.each([1.5, Number.NaN, 2 ** 53, GREATEST + 1n, -GREATEST - 1n])(
    'throws a RangeError for %s',
    (delta) => {
      expect(() => toDelta(delta)).toThrow(RangeError)
    },
  )

  it('throws a TypeError for a text', () => {
    expect(() => Reflect.apply(toDelta, undefined, ['1'])).toThrow(
      new TypeError('Delta is of type string; expected a bigint or a number'),
    )
  })
})

describe('toCounter', () => {
  it.each([
    [0, 0n],
    [GREATEST, GREATEST],
  ])('takes %s', (value, exact) => {
    expect(toCounter(value)).toBe(exact)
  })

  it.each([-1, 1.5, -1n, GREATEST + 1n])('throws a RangeError for %s', (value) => {
    expect(() => toCounter(value)).toThrow(RangeError)
  })
})
