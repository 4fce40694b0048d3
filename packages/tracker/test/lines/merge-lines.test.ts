import { describe, expect, it } from 'vitest'
import type { IndexLine } from '../../src/lines/index-line.ts'
import { markSettled, mergeLines } from '../../src/lines/merge-lines.ts'

const line = (ticket: string, lifetime: number, json = '1'): IndexLine => ({
  raw: false,
  json,
  ticket,
  lifetime,
})
/** Tickets of later letters are not settled. */
const merge = (...lines: IndexLine[]): IndexLine[] => {
  markSettled(lines, (ticket) => ticket < 'n')
  return mergeLines(lines)
}

describe('mergeLines', () => {
  it('keeps one line per key, the last, where all tickets are settled', () => {
    expect(merge(line('a', 1000), line('b', 10), line('a', 5, '2'))).toEqual([
      line('0', 10),
      line('0', 5, '2'),
    ])
  })

  it('keeps one line for each ticket that is not settled', () => {
    expect(merge(line('x', 1), line('y', 2), line('x', 3), line('a', 4, '2'))).toEqual([
      line('y', 2),
      line('x', 3),
      line('0', 4, '2'),
    ])
  })

  it('drops settled lines beside one that is not', () => {
    expect(merge(line('a', 1000), line('x', 1), line('b', 20))).toEqual([line('x', 1)])
  })

  it('tells raw keys from others', () => {
    const raw = { ...line('0', 1), raw: true }
    expect(merge(line('0', 1), raw)).toEqual([line('0', 1), raw])
  })
})
