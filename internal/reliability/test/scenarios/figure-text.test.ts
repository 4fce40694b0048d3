import { describe, expect, it } from 'vitest'
import { figureText } from '../../src/scenarios/figure-text.ts'

describe('figureText', () => {
  it.each<[string, number[], string]>([
    ['time, ms', [12.345], 'time: 12.3 ms'],
    ['100,000 gets, ms', [1234.5], '100,000 gets: 1,235 ms'],
    ['stale answers', [3], 'stale answers: 3'],
    ['time, ms', [1, 2, 40], 'time: 2 ms, median of 3; at most 40 ms'],
    [
      'time, ms',
      Array.from({ length: 1000 }, (_, index) => index),
      'time: 500 ms, median of 1,000; p99 989 ms',
    ],
  ])('says of %j %j: %s', (name, figures, text) => {
    expect(figureText(name, figures)).toBe(text)
  })
})
