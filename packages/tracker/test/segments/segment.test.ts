import { memcachedKey } from '@lmc/keys'
import { describe, expect, it } from 'vitest'
import { keyLine } from '../../src/lines/line-format.ts'
import { LineTable } from '../../src/lines/line-table.ts'
import {
  type Segment,
  segmentAbove,
  segmentIndex,
  segmentKey,
  segmentsAt,
  segmentsBelow,
} from '../../src/segments/segment.ts'

function segmentOf(key: string, level: number): Segment {
  const table = LineTable.of(Buffer.from(keyLine(JSON.stringify(key), false)))
  return { level, index: segmentIndex(table.hashOf(0), level) }
}

describe('segmentIndex', () => {
  // Known answers: with others, what is listed anywhere is listed twice when it is set again.
  it.each([
    ['188693688126b424eb89e1385eca6f01', 0, 0],
    ['188693688126b424eb89e1385eca6f01', 1, 0],
    ['188693688126b424eb89e1385eca6f01', 5, 324],
    ['a', 1, 1],
    ['a', 5, 781],
  ])('puts %s on level %d into segment %d', (key, level, index) => {
    expect(segmentOf(key, level)).toEqual({ level, index })
  })

  it('spreads digests, and raw keys that count up, evenly over 64 segments', () => {
    for (const toKey of [(index: number) => memcachedKey(index), (index: number) => `user:${index}`]) {
      const counts = Array.from({ length: segmentsAt(3) }, () => 0)
      for (let count = 0; count < 64_000; count++) {
        const { index } = segmentOf(toKey(count), 3)
        counts[index] = (counts[index] ?? 0) + 1
      }
      expect(Math.min(...counts)).toBeGreaterThan(700)
      expect(Math.max(...counts)).toBeLessThan(1300)
    }
  })

  it('puts a key, level by level, below where it is on the level above', () => {
    for (let count = 0; count < 1000; count++) {
      for (const level of [1, 2, 3, 4]) {
        const segment = segmentOf(`key${count}`, level)
        expect(segmentAbove(segment, level - 1)).toEqual(segmentOf(`key${count}`, level - 1))
      }
    }
  })
})

describe('segmentsBelow', () => {
  it('gives all 1, 4, 16 segments of a level below the top', () => {
    for (const level of [0, 1, 2]) {
      const indexes = segmentsBelow({ level: 0, index: 0 }, level).map(({ index }) => index)
      expect(indexes).toEqual(Array.from({ length: 4 ** level }, (_, index) => index))
    }
  })

  it('gives those of which a segment is above', () => {
    const below = segmentsBelow({ level: 1, index: 3 }, 2)
    expect(below.map(({ index }) => index)).toEqual([3, 7, 11, 15])
    for (const segment of below) expect(segmentAbove(segment, 1)).toEqual({ level: 1, index: 3 })
  })
})

describe('segmentKey', () => {
  it('is short of 250 bytes for the deepest segment', () => {
    expect(segmentKey(`lmc-index:${'0'.repeat(32)}`, { level: 2, index: 15 })).toBe(
      `lmc-index:${'0'.repeat(32)}:2.15`,
    )
  })
})
