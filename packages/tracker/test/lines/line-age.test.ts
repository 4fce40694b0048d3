import { describe, expect, it } from 'vitest'
import type { IndexLine } from '../../src/lines/index-line.ts'
import { isExpired, isYoung, mergeLines } from '../../src/lines/line-age.ts'

const line = (writtenAt: number, lifetime: number, json = '1'): IndexLine => ({
  raw: false,
  json,
  writtenAt,
  lifetime,
})

describe('isExpired', () => {
  it.each([
    ['never, for a lifetime of 0', 0, 1e9, false],
    ['not while the lifetime lasts', 100, 100, false],
    ['not within the minute that clocks may differ by', 100, 160, false],
    ['a minute after the lifetime is over', 100, 161, true],
  ])('says %s', (_, lifetime, now, expected) => {
    expect(isExpired(line(0, lifetime), now)).toBe(expected)
  })
})

describe('isYoung', () => {
  it.each([
    [1000, true],
    [1060, true],
    [1061, false],
    [940, true],
    [939, false],
  ])('of a line written at 1000 says at %d: %s', (now, expected) => {
    expect(isYoung(line(1000, 0), now)).toBe(expected)
  })
})

describe('mergeLines', () => {
  it('keeps one line per key, written when the last was, good for as long as any is', () => {
    expect(mergeLines([line(100, 1000), line(200, 10), line(150, 10, '2')], 200)).toEqual([
      line(200, 900),
      line(150, 10, '2'),
    ])
  })

  it('keeps a key for ever when any of its lines does', () => {
    expect(mergeLines([line(100, 0), line(200, 10)], 200)).toEqual([line(200, 0)])
  })

  it('drops what has expired', () => {
    expect(mergeLines([line(0, 10), line(0, 500, '2')], 100)).toEqual([line(0, 500, '2')])
  })
})
