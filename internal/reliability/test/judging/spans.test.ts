import { describe, expect, it } from 'vitest'
import { Spans } from '../../src/judging/spans.ts'

describe('Spans', () => {
  it.each([
    [10, -Infinity],
    [20, -Infinity],
    [21, 10],
    [31, 10],
    [41, 35],
  ])('before %d the latest beginning is %d', (moment, expected) => {
    const spans = new Spans()
    spans.add(10, 20)
    spans.add(5, 30)
    spans.add(35, 40)
    expect(spans.latestBeginBefore(moment)).toBe(expected)
  })
})
