import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isCodecError } from '../../src/index.ts'
import { expandFastLz } from '../../src/fastlz/expand-fastlz.ts'

const ascii = (text: string): number[] => [...Buffer.from(text)]
const expanded = (bytes: readonly number[], length: number): string =>
  Buffer.from(expandFastLz(Uint8Array.from(bytes), length)).toString()

describe('expandFastLz', () => {
  it('expands data of php-memcached 3.2.0, compressed by level 2', () => {
    const base64 = `NGFsbCB3b3JrIGFuZCBubyBwbGF5IOD${'/'.repeat(438)}0gUAmF5IA==`
    const text = 'all work and no play '.repeat(4000)
    expect(expanded([...Buffer.from(base64, 'base64')], text.length)).toBe(text)
  })

  // From the description of the format: an instruction of one byte, and its operands.
  it.each<[string, number[], string]>([
    ['a literal', [4, ...ascii('hello')], 'hello'],
    ['a short match', [2, ...ascii('abc'), 0x20, 2], 'abcabc'],
    ['a short match that reaches into itself', [0, ...ascii('a'), 0xa0, 0], 'a'.repeat(8)],
    ['a long match of level 1', [0, ...ascii('a'), 0xe0, 200, 0], 'a'.repeat(210)],
    ['a match, then a literal', [1, ...ascii('ab'), 0x20, 1, 1, ...ascii('cd')], 'ababacd'],
    ['a long match of level 2', [0x20, ...ascii('a'), 0xe0, 255, 255, 3, 0], `a${'a'.repeat(9 + 513)}`],
    ['a short match of level 2', [0x22, ...ascii('abc'), 0x20, 2], 'abcabc'],
  ])('expands %s', (_, bytes, text) => {
    expect(expanded(bytes, text.length)).toBe(text)
  })

  it('expands a match of level 2 that reaches back beyond 8191 bytes', () => {
    const start = Buffer.alloc(8200, 'x')
    start.write('start')
    const literals = Array.from({ length: 8200 / 25 }, (_, index) => [
      24,
      ...start.subarray(index * 25, index * 25 + 25),
    ])
    const [first = [], ...others] = literals
    first[0] = (first[0] ?? 0) | 0x20
    // 8200 back is 8192 and 8 beyond.
    const bytes = [...first, ...others.flat(), 0x20 | 0x1f | 0x40, 255, 0, 8]
    expect(expanded(bytes, 8205)).toBe(`${start.toString()}start`)
  })

  it.each<[string, number[], number]>([
    ['nothing', [], 0],
    ['a literal that is cut', [4, ...ascii('hell')], 5],
    ['a literal beyond the length', [4, ...ascii('hello')], 4],
    ['fewer bytes than the length', [4, ...ascii('hello')], 6],
    ['a match before the start', [0, ...ascii('a'), 0x20, 1], 4],
    ['a match that is cut', [0, ...ascii('a'), 0xe0], 4],
    ['a match beyond the length', [0, ...ascii('a'), 0xe0, 200, 0], 100],
    ['a level that is none', [0x40, ...ascii('a')], 1],
    ['a length that so few bytes cannot make', [0, ...ascii('a')], 2 ** 30],
  ])('refuses %s', (_, bytes, length) => {
    expect(() => expandFastLz(Uint8Array.from(bytes), length)).toThrow(
      expect.objectContaining({ name: 'CodecError', code: 'malformed' }),
    )
  })

  it('returns content of the given length or throws a CodecError for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(2000), (bytes, length) => {
        try {
          expect(expandFastLz(bytes, length)).toHaveLength(length)
        } catch (error) {
          if (!isCodecError(error)) throw error
        }
      }),
      { numRuns: 5000 },
    )
  })
})
