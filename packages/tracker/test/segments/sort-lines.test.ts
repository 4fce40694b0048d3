import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keyLine, ticketLine } from '../../src/lines/line-format.ts'
import { LineTable } from '../../src/lines/line-table.ts'
import { allLines } from '../../src/lines/some-lines.ts'
import { segmentIndex } from '../../src/segments/segment.ts'
import { sortLines } from '../../src/segments/sort-lines.ts'

const line = fc.record({
  raw: fc.boolean(),
  json: fc.json(),
  ticket: fc.nat(36 ** 8 - 1).map((number) => number.toString(36)),
})

describe('sortLines', () => {
  it('puts each line, with its ticket, with those of its segment, in their order', () => {
    fc.assert(
      fc.property(fc.array(line), fc.integer({ min: 1, max: 3 }), (written, level) => {
        const text = written.map(({ raw, json, ticket }) => ticketLine(ticket) + keyLine(json, raw)).join('')
        const table = LineTable.of(Buffer.from(text))
        const sorted = sortLines(allLines(table), level)
        const expected = new Map<number, string[]>()
        for (const [at, { raw, json, ticket }] of written.entries()) {
          const index = segmentIndex(table.hashOf(at), level)
          expected.set(index, [...(expected.get(index) ?? []), `${ticket} ${keyLine(json, raw)}`])
        }
        const found = Array.from(sorted, ([index, bytes]) => {
          const part = LineTable.of(bytes)
          const lines = allLines(part).lines.map(
            (at) => `${part.tickets[part.ticketOf(at)]} ${keyLine(part.jsonOf(at), part.isRaw(at))}`,
          )
          expect(part.foreign).toBe(0)
          return [index, lines] as const
        })
        expect(new Map(found)).toEqual(expected)
      }),
    )
  })
})
