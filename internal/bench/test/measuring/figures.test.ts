import { describe, expect, it } from 'vitest'
import { ratio, toFigures } from '../../src/measuring/figures.ts'

const samples = [
  { milliseconds: 1, callsPerSecond: 80, cpuPerCall: 3, p50: 2, p99: 9 },
  { milliseconds: 1, callsPerSecond: 100, cpuPerCall: 1, p50: 3, p99: 5 },
  { milliseconds: 1, callsPerSecond: 120, cpuPerCall: 2, p50: 1, p99: 7 },
]

describe('toFigures', () => {
  it('takes the median of each figure, and the spread of the quartiles of the first one', () => {
    expect(toFigures(samples)).toEqual({
      callsPerSecond: 100,
      cpuPerCall: 2,
      p50: 2,
      p99: 7,
      spread: 0.1,
    })
  })

  it('has no times of calls where none was timed', () => {
    const untimed = samples.map((sample) => ({ ...sample, p50: undefined, p99: undefined }))
    expect(toFigures(untimed)).toMatchObject({ p50: undefined, p99: undefined })
  })
})

describe('ratio', () => {
  it('of 100 calls a second to 40 is 2.5', () => {
    const figures = toFigures(samples)
    expect(ratio(figures, { ...figures, callsPerSecond: 40 })).toBe(2.5)
  })

  it('to a contender without figures is undefined', () => {
    expect(ratio(toFigures(samples), undefined)).toBeUndefined()
  })
})
