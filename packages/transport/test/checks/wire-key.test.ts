import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toWireKey, toWireKeys } from '../../src/index.ts'

describe('toWireKey', () => {
  it('gives the bytes of UTF-8, one character a byte', () => {
    expect(toWireKey('é鍵')).toBe('\u00c3\u00a9\u00e9\u008d\u00b5')
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }), (text) => {
        fc.pre(!/[\0-\x20\x7f]|\p{Surrogate}/u.test(text))
        expect(toWireKey(text)).toBe(Buffer.from(text).toString('latin1'))
      }),
    )
  })

  it('gives ASCII as it is', () => {
    expect(toWireKey('user:42')).toBe('user:42')
  })

  it.each(['', 'a b', '\ud800', 'é'.repeat(126), 7])('throws for %j', (key) => {
    expect(() => toWireKey(key)).toThrow(TypeError)
  })
})

describe('toWireKeys', () => {
  it('gives the array that came when all keys are ASCII, else a new one', () => {
    const ascii = ['a', 'b']
    expect(toWireKeys(ascii)).toBe(ascii)
    const keys = Object.freeze(['a', 'é'])
    expect(toWireKeys(keys)).toEqual(['a', '\u00c3\u00a9'])
  })

  it.each([
    ['a text', 'text'],
    [null, null],
    ['a bad key', ['a', 'b c']],
  ])('throws for %s', (_, keys) => {
    expect(() => toWireKeys(keys)).toThrow(TypeError)
  })
})
