import { describe, expect, it } from 'vitest'
import { LineTable } from '../../src/lines/line-table.ts'
import { mergeLines } from '../../src/lines/merge-lines.ts'
import { encodeLines } from '../../src/lines/some-lines.ts'

/** Merges lines, each a ticket and a key. Tickets of later letters are not settled. */
function merge(...lines: string[]): string[] {
  const text = lines.map((line) => `t${line.replace(' ', '\nk')}\n`).join('')
  const table = LineTable.of(Buffer.from(text))
  const merged = encodeLines(mergeLines(table, (ticket) => ticket < 'n'))
  let ticket = ''
  return Buffer.from(merged)
    .toString()
    .split('\n')
    .flatMap((line) => {
      if (line.startsWith('t')) ticket = line.slice(1)
      return line.startsWith('k') ? `${ticket} ${line.slice(1)}` : []
    })
    .toSorted()
}

describe('mergeLines', () => {
  it('keeps one line per key where all tickets are settled', () => {
    expect(merge('a 1', 'b 1', 'a 2')).toEqual(['0 1', '0 2'])
  })

  it('keeps one line for each ticket that is not settled', () => {
    expect(merge('x 1', 'y 1', 'x 1', 'z 1', 'y 1', 'a 2')).toEqual(['0 2', 'x 1', 'y 1', 'z 1'])
  })

  it('drops settled lines beside one that is not, before it and behind it', () => {
    expect(merge('a 1', 'x 1', 'b 1')).toEqual(['x 1'])
  })

  it('takes no longer for a key with 50,000 tickets', () => {
    const lines = Array.from({ length: 50_000 }, (_, at) => `z${at.toString(36)} 1`)
    const start = process.cpuUsage()
    expect(merge(...lines)).toHaveLength(50_000)
    expect(process.cpuUsage(start).user).toBeLessThan(2_000_000)
  })
})
