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

  it('gives each of 2,500 keys as `toWireKey` does, wherever the only one beyond ASCII is', () => {
    const ascii = Array.from({ length: 2500 }, (_, index) => `key:${index}`)
    expect(toWireKeys(ascii)).toBe(ascii)
    for (const at of [0, 999, 1000, 2499]) {
      const keys = ascii.with(at, 'é')
      expect(toWireKeys(keys)).toEqual(keys.map(toWireKey))
    }
  })

  it('throws for whatever `toWireKey` throws for, wherever it is', () => {
    const bad = fc.oneof(
      fc.constantFrom('', 'k'.repeat(251), 7, null, undefined, {}, ['a'], ['a', 'b']),
      fc.integer({ min: 0, max: 33 }).map((code) => `a${String.fromCharCode(code === 33 ? 127 : code)}b`),
    )
    fc.assert(
      fc.property(bad, fc.constantFrom(0, 50, 1000, 1499), (key, at) => {
        const keys: unknown[] = Array.from({ length: 1500 }, () => 'k')
        keys[at] = key
        expect(() => toWireKey(key)).toThrow(TypeError)
        expect(() => toWireKeys(keys)).toThrow(TypeError)
      }),
    )
    expect(() => toWireKeys(Array(3))).toThrow(TypeError)
  })

  it.each([
    ['a text', 'text'],
    [null, null],
    ['a bad key', ['a', 'b c']],
  ])('throws for %s', (_, keys) => {
    expect(() => toWireKeys(keys)).toThrow(TypeError)
  })
})
