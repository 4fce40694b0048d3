import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  decodeLines,
  encodeLines,
  type IndexLine,
  LONGEST_LINE_BYTES,
  nameOfLine,
  newStamp,
} from '../../src/lines/index-line.ts'

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)
const bytes = (line: string): Uint8Array => new TextEncoder().encode(line)

// Known answers: a change orphans the index of every namespace that is in a memcached anywhere.
const knownLines: readonly (readonly [string, IndexLine])[] = [
  ['ktop2w0 2s0 "user:1"\n', { raw: false, json: '"user:1"', ticket: 'top2w0', lifetime: 3600 }],
  ['rtop2w0 0 "a"\n', { raw: true, json: '"a"', ticket: 'top2w0', lifetime: 0 }],
  // JSON leaves this separator of lines as it is.
  ['k1 0 "\u2028"\n', { raw: false, json: '"\u2028"', ticket: '1', lifetime: 0 }],
  ['k0 1 [1,{"a":null}]\n', { raw: false, json: '[1,{"a":null}]', ticket: '0', lifetime: 1 }],
]

const lines = fc.record<IndexLine>({
  raw: fc.boolean(),
  json: fc.json(),
  ticket: fc.nat(36 ** 8 - 1).map((number) => number.toString(36)),
  lifetime: fc.oneof(fc.constant(0), fc.nat(), fc.constant(Number.MAX_SAFE_INTEGER)),
})

describe('encodeLines', () => {
  it.each(knownLines)('writes %j', (line, record) => {
    expect(text(encodeLines([record]))).toBe(line)
  })

  it('takes 31 bytes for a key of 16 characters', () => {
    const line = { raw: false, json: '"user:1234567890a"', ticket: 'top2w0', lifetime: 3600 }
    expect(encodeLines([line]).byteLength).toBe(31)
  })

  it('of no lines is empty', () => {
    expect(encodeLines([]).byteLength).toBe(0)
  })
})

describe('decodeLines', () => {
  it.each(knownLines)('reads %j', (line, record) => {
    expect(decodeLines(bytes(line))).toEqual({ lines: [record], foreign: 0 })
  })

  it('reads what encodeLines wrote', () => {
    fc.assert(
      fc.property(fc.array(lines), (written) => {
        expect(decodeLines(encodeLines(written))).toEqual({ lines: written, foreign: 0 })
      }),
    )
  })

  it('reads the lines around whatever another has written between them', () => {
    fc.assert(
      fc.property(lines, fc.uint8Array({ maxLength: 200 }), lines, (before, foreign, after) => {
        const segment = Buffer.concat([
          encodeLines([before]),
          foreign,
          Buffer.from('\n'),
          encodeLines([after]),
        ])
        const read = decodeLines(segment)
        expect(read.lines[0]).toEqual(before)
        expect(read.lines.at(-1)).toEqual(after)
      }),
    )
  })

  it.each([
    'x',
    'k1 1\n',
    'k 1 "a"\n',
    'K1 1 "a"\n',
    'k123456789 1 "a"\n',
    'k-1 1 "a"\n',
    `k1 1${'x'.repeat(2 ** 20)}\n`,
    // Longer than any line that a tracker writes.
    `k1 1 "${'x'.repeat(LONGEST_LINE_BYTES)}"\n`,
    `k1 1 "${'€'.repeat(LONGEST_LINE_BYTES / 3)}"\n`,
    'x\n',
  ])('counts %.20j as foreign', (foreign) => {
    expect(decodeLines(bytes(foreign))).toEqual({ lines: [], foreign: 1 })
  })

  it('takes a line of nearly 16 KiB', () => {
    const longest = `k1 1 "${'x'.repeat(LONGEST_LINE_BYTES - 50)}"\n`
    expect(decodeLines(bytes(longest))).toMatchObject({ lines: [{ ticket: '1' }], foreign: 0 })
  })

  it('knows the stamp that a segment begins with, and takes it for foreign elsewhere', () => {
    expect(newStamp()).toMatch(/^v[0-9a-z]{8}\n$/)
    expect(decodeLines(bytes('v0123456z\nk1 1 2\n'))).toMatchObject({ lines: [{ json: '2' }], foreign: 0 })
    expect(decodeLines(bytes('k1 1 2\nv0123456z\n'))).toMatchObject({ lines: [{ json: '2' }], foreign: 1 })
  })

  it.each(['', '\n', '\n\n'])('finds nothing in %j', (empty) => {
    expect(decodeLines(bytes(empty))).toEqual({ lines: [], foreign: 0 })
  })
})

describe('nameOfLine', () => {
  it('is equal for two lines of one key, and for no others', () => {
    const names = ['k1 1 "a"\nk2 0 "a"\n', 'r1 1 "a"\n', 'k1 1 "ra"\n', 'k1 1 ["a"]\n'].map((segment) =>
      decodeLines(bytes(segment)).lines.map(nameOfLine),
    )
    expect(new Set(names[0]).size).toBe(1)
    expect(new Set(names.flat()).size).toBe(4)
  })
})
