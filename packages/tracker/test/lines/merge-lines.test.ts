import { describe, expect, it } from 'vitest'
import type { IndexLine } from '../../src/lines/index-line.ts'
import { mergeLines } from '../../src/lines/merge-lines.ts'

const line = (ticket: string, lifetime: number, json = '1'): IndexLine => ({
  raw: false,
  json,
  ticket,
  lifetime,
})
const isSettled = (ticket: string): boolean => ticket < 'n'

describe('mergeLines', () => {
  it('keeps one line per key, the last, where all tickets are settled', () => {
    const lines = [line('a', 1000), line('b', 10), line('a', 5, '2')]
    expect(mergeLines(lines, isSettled)).toEqual([line('0', 10), line('0', 5, '2')])
  })

  it('keeps one line for each ticket that is not settled', () => {
    const lines = [line('x', 1), line('y', 2), line('x', 3), line('a', 4, '2')]
    expect(mergeLines(lines, isSettled)).toEqual([line('y', 2), line('x', 3), line('0', 4, '2')])
  })

  it('drops settled lines beside one that is not, which gets the lifetime of the last', () => {
    expect(mergeLines([line('a', 1000), line('x', 1), line('b', 20)], isSettled)).toEqual([line('x', 20)])
  })

  it('tells raw keys from others', () => {
    const raw = { ...line('0', 1), raw: true }
    expect(mergeLines([line('0', 1), raw], isSettled)).toEqual([line('0', 1), raw])
  })
})
