import { describe, expect, it } from 'vitest'
import { hitsIn, isHit } from '../../src/workloads/hits-in.ts'

const MISS_OF_MEMJS = { value: null, flags: null }

describe('hitsIn', () => {
  it.each([
    [
      'a map',
      new Map([
        ['a', 'A'],
        ['b', 'B'],
      ]),
      2,
    ],
    ['a list with misses', [undefined, 'A', null, 'B', MISS_OF_MEMJS], 2],
    ['an object', { a: 'A', b: 'B' }, 2],
    ['an empty object', {}, 0],
    ['nothing', undefined, 0],
    ['null', null, 0],
  ])('counts the values in %s', (_what, answer, hits) => {
    expect(hitsIn(answer)).toBe(hits)
  })
})

describe('isHit', () => {
  it.each([undefined, null, MISS_OF_MEMJS])('takes %o for a miss', (answer) => {
    expect(isHit(answer)).toBe(false)
  })

  it.each(['', { value: new Uint8Array(), flags: 0 }, { id: 7 }, Buffer.from('')])(
    'takes %o for a hit',
    (answer) => {
      expect(isHit(answer)).toBe(true)
    },
  )
})
