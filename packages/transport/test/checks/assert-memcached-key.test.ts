import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assertMemcachedKey } from '../../src/index.ts'

describe('assertMemcachedKey', () => {
  it.each([
    'a',
    '~',
    '!',
    'http://a/bc?x=1',
    'k'.repeat(250),
    'é',
    'e\u0301',
    '\u0085\u00a0\u2028',
    '\u{1f511}'.repeat(62),
    'é'.repeat(125),
  ])('takes %j', (key) => {
    expect(() => assertMemcachedKey(key)).not.toThrow()
  })

  it.each([
    ['', 'Key is empty; memcached takes 1 to 250 bytes'],
    ['a b', 'Key has U+0020 at index 1; expected UTF-8 without space and control characters: "a b"'],
    ['a\n', 'Key has U+000A at index 1; expected UTF-8 without space and control characters: "a\\n"'],
    ['\x7f', 'Key has U+007F at index 0; expected UTF-8 without space and control characters: "\x7f"'],
    ['é'.repeat(126), `Key is 252 bytes; memcached takes at most 250: "${'é'.repeat(40)}…"`],
    ['鍵 a', 'Key has U+0020 at index 1; expected UTF-8 without space and control characters: "鍵 a"'],
    ['\ud800', 'Key has U+D800 at index 0; expected UTF-8 without space and control characters: "\\ud800"'],
    ['k'.repeat(251), `Key is 251 bytes; memcached takes at most 250: "${'k'.repeat(40)}…"`],
    [7, 'Key is of type number; expected a string'],
    [null, 'Key is of type null; expected a string'],
    [undefined, 'Key is of type undefined; expected a string'],
  ])('throws for %j: %s', (key, message) => {
    expect(() => assertMemcachedKey(key)).toThrow(new TypeError(message))
  })

  it('takes of any text what is 1 to 250 bytes of UTF-8 without space and control characters, and nothing else', () => {
    const anyText = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.string({ unit: fc.constantFrom('a', 'é', '鍵', '\u{1f511}'), maxLength: 140 }),
      fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 260 }),
      fc.string({ unit: fc.constantFrom('a', '~', ' ', '\r', '\n', '\0', '\x7f', '\ud800'), maxLength: 5 }),
    )
    fc.assert(
      fc.property(anyText, (text) => {
        const take = (): void => assertMemcachedKey(text)
        const isKey = /^[^\0-\x20\x7f]+$/.test(text) && Buffer.byteLength(text) <= 250
        // A half of a surrogate pair does not come back from UTF-8.
        if (isKey && Buffer.from(text).toString() === text) expect(take).not.toThrow()
        else expect(take).toThrow(TypeError)
      }),
      { numRuns: 2000 },
    )
  })
})
