import { describe, expect, it } from 'vitest'
import { assertLifetime, toExptime } from '../src/index.ts'

const DAY = 24 * 60 * 60
const NOW = Date.UTC(2026, 0, 1)

describe('assertLifetime', () => {
  it.each([0, 1, 30 * DAY, 31 * DAY, Number.MAX_SAFE_INTEGER])('takes %d', (lifetime) => {
    expect(() => assertLifetime(lifetime)).not.toThrow()
  })

  it.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])(
    'throws a RangeError for %d',
    (lifetime) => {
      expect(() => assertLifetime(lifetime)).toThrow(
        new RangeError(`Lifetime is ${lifetime}; expected a whole number of seconds, 0 for ever`),
      )
    },
  )

  it.each(['60', null, undefined, 60n])('throws a TypeError for %s', (lifetime) => {
    expect(() => assertLifetime(lifetime)).toThrow(TypeError)
  })
})

describe('toExptime', () => {
  it.each([
    [0, 0],
    [1, 1],
    [30 * DAY, 30 * DAY],
  ])('leaves %d as it is', (lifetime, exptime) => {
    expect(toExptime(lifetime, NOW)).toBe(exptime)
  })

  it('turns 30 days and a second into the moment that far from now', () => {
    expect(toExptime(30 * DAY + 1, NOW)).toBe(NOW / 1000 + 30 * DAY + 1)
  })

  it("ends where memcached's clock does, in January 2038", () => {
    expect(toExptime(100 * 365 * DAY, NOW)).toBe(2_147_483_647)
  })

  it('counts from the present when no moment is given', () => {
    const before = Math.floor(Date.now() / 1000)
    expect(toExptime(31 * DAY)).toBeGreaterThanOrEqual(before + 31 * DAY)
  })
})
