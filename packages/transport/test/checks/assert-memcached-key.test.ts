import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assertMemcachedKey } from '../../src/index.ts'

describe('assertMemcachedKey', () => {
  it.each(['a', '~', '!', 'http://a/bc?x=1', 'k'.repeat(250)])('takes %j', (key) => {
    expect(() => assertMemcachedKey(key)).not.toThrow()
  })

  it.each([
    ['', 'Key is empty; memcached takes 1 to 250 bytes'],
    ['a b', 'Key has U+0020 at index 1; expected printable ASCII without space: "a b"'],
    ['a\n', 'Key has U+000A at index 1; expected printable ASCII without space: "a\\n"'],
    ['\x7f', 'Key has U+007F at index 0; expected printable ASCII without space: "\x7f"'],
    ['é', 'Key has U+00E9 at index 0; expected printable ASCII without space: "é"'],
    ['\ud800', 'Key has U+D800 at index 0; expected printable ASCII without space: "\\ud800"'],
    ['k'.repeat(251), `Key is 251 bytes; memcached takes at most 250: "${'k'.repeat(40)}…"`],
    [7, 'Key is of type number; expected a string'],
    [null, 'Key is of type null; expected a string'],
    [undefined, 'Key is of type undefined; expected a string'],
  ])('throws for %j: %s', (key, message) => {
    expect(() => assertMemcachedKey(key)).toThrow(new TypeError(message))
  })

  it('takes of any text what is 1 to 250 characters from ! to ~, and nothing else', () => {
    const anyText = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 260 }),
      fc.string({ unit: fc.constantFrom('a', '~', ' ', '\r', '\n', '\0', '\x7f', '\ud800'), maxLength: 5 }),
    )
    fc.assert(
      fc.property(anyText, (text) => {
        const take = (): void => assertMemcachedKey(text)
        if (/^[!-~]{1,250}$/.test(text)) expect(take).not.toThrow()
        else expect(take).toThrow(TypeError)
      }),
      { numRuns: 2000 },
    )
  })
})
