import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keyLine, LONGEST_LINE_BYTES, newStamp, ticketLine } from '../../src/lines/line-format.ts'
import { LineTable } from '../../src/lines/line-table.ts'
import { allLines, encodeLines } from '../../src/lines/some-lines.ts'

interface Line {
  readonly ticket: string
  readonly raw: boolean
  readonly json: string
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

/** The lines of a table, as objects. */
function linesOf(table: LineTable): Line[] {
  return allLines(table).lines.map((line) => ({
    ticket: table.tickets[table.ticketOf(line)] ?? '',
    raw: table.isRaw(line),
    json: table.jsonOf(line),
  }))
}

const read = (text: string): { lines: Line[]; foreign: number } => {
  const table = LineTable.of(bytesOf(text))
  return { lines: linesOf(table), foreign: table.foreign }
}

// Known answers: a change orphans the index of every namespace that is in a memcached anywhere.
const knownSegments: readonly (readonly [string, readonly Line[]])[] = [
  ['ttop2w0\nk"user:1"\n', [{ raw: false, json: '"user:1"', ticket: 'top2w0' }]],
  [
    'ttop2w0\nr"a"\nk[1,{"a":null}]\nt0\nk1\n',
    [
      { raw: true, json: '"a"', ticket: 'top2w0' },
      { raw: false, json: '[1,{"a":null}]', ticket: 'top2w0' },
      { raw: false, json: '1', ticket: '0' },
    ],
  ],
  // JSON leaves this separator of lines as it is.
  ['t1\nk"\u2028"\n', [{ raw: false, json: '"\u2028"', ticket: '1' }]],
]

const line = fc.record<Line>({
  raw: fc.boolean(),
  json: fc.json(),
  ticket: fc.nat(36 ** 8 - 1).map((number) => number.toString(36)),
})
const write = (lines: readonly Line[]): string =>
  lines.map(({ ticket, raw, json }) => ticketLine(ticket) + keyLine(json, raw)).join('')

describe('LineTable', () => {
  it.each(knownSegments)('reads %j', (text, lines) => {
    expect(read(text)).toEqual({ lines, foreign: 0 })
  })

  it('reads what is written of it', () => {
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const table = LineTable.of(bytesOf(write(lines)))
        const again = LineTable.of(encodeLines(allLines(table)))
        expect(linesOf(again)).toEqual(lines)
        expect(again.foreign).toBe(0)
      }),
    )
  })

  it('reads the lines around whatever another has written between them', () => {
    fc.assert(
      fc.property(line, fc.uint8Array({ maxLength: 200 }), line, (before, foreign, after) => {
        const table = LineTable.of(
          Buffer.concat([bytesOf(write([before])), foreign, bytesOf(`\n${write([after])}`)]),
        )
        expect(linesOf(table)[0]).toEqual(before)
        expect(linesOf(table).at(-1)).toEqual(after)
      }),
    )
  })

  it('tells lines of one key from all others, also where there are thousands', () => {
    const keys = Array.from({ length: 5000 }, (_, index) => `${index % 1700}`)
    const text = keys.map((key, at) => ticketLine(`${at % 7}`) + keyLine(key, false)).join('')
    const table = LineTable.of(bytesOf(text))
    expect(table.keyCount).toBe(1700)
    for (const [at] of keys.entries()) expect(table.firstOf(at)).toBe(at % 1700)
  })

  it('tells raw keys from others, and texts from lists', () => {
    const table = LineTable.of(bytesOf('k"a"\nr"a"\nk"ra"\nk["a"]\nk"a"\n'))
    expect([0, 1, 2, 3, 4].map((at) => table.firstOf(at))).toEqual([0, 1, 2, 3, 0])
  })

  it('reads several segments, each with a stamp, of which a ticket holds for its own segment', () => {
    const segments = ['v00000000\nt1\nk"a"\n', 'v00000001\nk"b"\nt1\nk"a"\n'].map(bytesOf)
    const table = new LineTable(Buffer.concat(segments))
    const [first = 0, second = 0] = segments.map(({ byteLength }) => byteLength)
    table.read(0, first)
    table.read(first, first + second)
    expect(linesOf(table)).toEqual([
      { ticket: '1', raw: false, json: '"a"' },
      { ticket: '0', raw: false, json: '"b"' },
      { ticket: '1', raw: false, json: '"a"' },
    ])
    expect([table.foreign, table.firstOf(2)]).toEqual([0, 0])
  })

  it.each([
    'x',
    'k\n',
    'K"a"\n',
    't123456789\n',
    't-1\n',
    't\n',
    'ABC\n',
    // Longer than any line that a tracker writes.
    `k"${'x'.repeat(LONGEST_LINE_BYTES)}"\n`,
    `k"${'€'.repeat(LONGEST_LINE_BYTES / 3)}"\n`,
    'v0123456789\n',
    '\nv01234567\n',
  ])('counts %.20j as foreign', (foreign) => {
    expect(read(foreign)).toEqual({ lines: [], foreign: 1 })
  })

  it('takes a line of nearly 16 KiB', () => {
    const longest = `k"${'x'.repeat(LONGEST_LINE_BYTES - 50)}"\n`
    expect(read(longest)).toMatchObject({ lines: [{ ticket: '0' }], foreign: 0 })
  })

  it('takes a last line that lacks its end, and what is appended behind it', () => {
    const text = `t1\nk"a"\nk"b"${ticketLine('2')}k"c"\n`
    expect(read(text).lines.map(({ json, ticket }) => json + ticket)).toEqual(['"a"1', '"b"1', '"c"2'])
  })

  it('knows the stamp that a segment begins with, and takes it for foreign elsewhere', () => {
    expect(newStamp()).toMatch(/^v[0-9a-z]{8}\n$/)
    expect(read('v0123456z\nk2\n')).toMatchObject({ lines: [{ json: '2' }], foreign: 0 })
    expect(read('k2\nv0123456z\n')).toMatchObject({ lines: [{ json: '2' }], foreign: 1 })
  })

  it.each(['', '\n', '\n\n'])('finds nothing in %j', (empty) => {
    expect(read(empty)).toEqual({ lines: [], foreign: 0 })
  })

  // Known answers: with others, what is listed anywhere is listed twice when it is set again.
  it.each([
    ['k"user:1"\n', -1196592236],
    ['r"user:1"\n', -118201808],
    ['k[1,"ü"]\n', -219465817],
  ])('gives %j the hash %d', (text, hash) => {
    expect(LineTable.of(bytesOf(text)).hashOf(0)).toBe(hash)
  })
})

describe('encodeLines', () => {
  it('writes each line behind its ticket, which stands once for those that follow', () => {
    const text = '\nttop2w0\nr"a"\nk"b"\n\nt0\nk1\n'
    expect(textOf(encodeLines(allLines(LineTable.of(bytesOf(text)))))).toBe(text)
  })

  it('takes 20 bytes for a key of 16 characters', () => {
    expect(keyLine('"user:1234567890a"', false)).toHaveLength(20)
  })

  it('of no lines is empty', () => {
    expect(encodeLines(allLines(LineTable.of(bytesOf('v01234567\n')))).byteLength).toBe(0)
  })
})
