import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type IndexLine, joinLines, nameOfLine } from '../../src/lines/index-line.ts'
import { segmentOf } from '../../src/segments/segment.ts'
import { sortLines } from '../../src/segments/sort-lines.ts'

const lines = fc.record<IndexLine>({
  raw: fc.boolean(),
  json: fc.json(),
  ticket: fc.nat(36 ** 8 - 1).map((number) => number.toString(36)),
  lifetime: fc.oneof(fc.constant(0), fc.nat(), fc.constant(Number.MAX_SAFE_INTEGER)),
})

describe('sortLines', () => {
  it('puts each line as it stands with those of its segment, in their order', () => {
    fc.assert(
      fc.property(fc.array(lines), fc.integer({ min: 1, max: 3 }), (written, level) => {
        const sorted = sortLines(joinLines(written), level)
        const expected = new Map<number, string>()
        for (const line of written) {
          const { index } = segmentOf(nameOfLine(line), level)
          expected.set(index, (expected.get(index) ?? '') + joinLines([line]))
        }
        expect(sorted.bySegment).toEqual(expected)
        expect(sorted).toMatchObject({ lines: written.length, names: new Set(written.map(nameOfLine)).size })
      }),
    )
  })

  it('leaves out what is no line, and ends a last line that has no end', () => {
    const {
      bySegment,
      lines: count,
      names,
      foreign,
    } = sortLines('v01234567\nwhat?\nk1 1 "a"\n\nk1 \nk2 0 "a"', 1)
    expect([...bySegment.values()]).toEqual(['k1 1 "a"\nk2 0 "a"\n'])
    expect([count, names, foreign]).toEqual([2, 1, 2])
  })
})
