import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isCodecError } from '../../src/index.ts'
import { expandFastLz } from '../../src/fastlz/expand-fastlz.ts'

const ascii = (text: string): number[] => [...Buffer.from(text)]
const expanded = (bytes: readonly number[], length: number): string =>
  Buffer.from(expandFastLz(Uint8Array.from(bytes), length)).toString()

/** FastLZ data of literals only. */
function literals(content: Uint8Array, level: number): number[] {
  const instructions: number[] = []
  for (let at = 0; at < content.length; at += 32) {
    const part = content.subarray(at, at + 32)
    instructions.push(part.length - 1, ...part)
  }
  return [(instructions[0] ?? 0) | ((level - 1) << 5), ...instructions.slice(1)]
}

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
    ['the longest match of level 1', [0, ...ascii('a'), 0xe0, 255, 0], 'a'.repeat(1 + 264)],
    ['a long match of level 2 with one byte of length', [0x20, ...ascii('a'), 0xe0, 200, 0], 'a'.repeat(210)],
    ['a short match of level 2', [0x22, ...ascii('abc'), 0x20, 2], 'abcabc'],
  ])('expands %s', (_, bytes, text) => {
    expect(expanded(bytes, text.length)).toBe(text)
  })

  // The operands are the rest of the distance. A distance is counted from 1.
  it.each<[string, number, number, number[]]>([
    ['level 2, far, by 8192 bytes', 8192, 2, [255, 0, 0]],
    ['level 2, far, by 8200 bytes', 8200, 2, [255, 0, 8]],
    ['level 2, far, by 8960 bytes', 8960, 2, [255, 3, 0]],
    ['level 2, far, by 73,727 bytes, the most', 73_727, 2, [255, 255, 255]],
    ['level 2, by 8191 bytes', 8191, 2, [254]],
    ['level 1, by 8192 bytes, the most', 8192, 1, [255]],
  ])('expands a match of %s', (_, distance, level, operands) => {
    const start = Buffer.alloc(distance, 'x')
    start.write('start')
    const bytes = [...literals(start, level), 0x60 | 0x1f, ...operands]
    expect(expanded(bytes, distance + 5)).toBe(`${start.toString()}start`)
  })

  it('expands a match whose distance ends with 255 and is not far', () => {
    const start = Buffer.alloc(256, 'x')
    start.write('start')
    expect(expanded([...literals(start, 2), 0x60, 255], 261)).toBe(`${start.toString()}start`)
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
    ['a length beyond all memory', [0, ...ascii('a')], Number.MAX_SAFE_INTEGER],
  ])('refuses %s', (_, bytes, length) => {
    expect(() => expandFastLz(Uint8Array.from(bytes), length)).toThrow(
      expect.objectContaining({
        name: 'CodecError',
        code: 'malformed',
        message: 'Stored value is compressed by its flags, but not FastLZ data',
      }),
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
