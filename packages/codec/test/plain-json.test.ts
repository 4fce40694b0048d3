import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { jsonCodec } from '../src/index.ts'
import { plainJsonCodec } from '../src/plain-json.ts'

const codec = plainJsonCodec()
const text = (value: unknown): string => new TextDecoder().decode(codec.encode(value).value)

describe('plainJsonCodec', () => {
  // Other programs read these. To change a line is to orphan every item of its kind.
  it.each<[unknown, string]>([
    ['plain', '"plain"'],
    ['grüße', '"grüße"'],
    ['a\r\nb', String.raw`"a\r\nb"`],
    ['\ud83d', String.raw`"\ud83d"`],
    [42, '42'],
    [-0, '-0'],
    [1.5, '1.5'],
    [true, 'true'],
    [null, 'null'],
    [{ a: [1, null] }, '{"a":[1,null]}'],
  ])('stores %j as %s, with flags 0, and reads it', (value, stored) => {
    expect(text(value)).toBe(stored)
    const { value: bytes, flags } = codec.encode(value)
    expect(flags).toBe(0)
    expect(codec.decode(bytes, flags)).toStrictEqual(value)
  })

  it('stores no line end for any value', () => {
    fc.assert(
      // Inside other values, JSON turns -0 into 0.
      fc.property(
        fc.json().map((json): unknown => JSON.parse(json.replaceAll('-0', '0'))),
        (value) => {
          expect(text(value)).not.toMatch(/[\r\n]/)
          expect(codec.decode(codec.encode(value).value, 0)).toEqual(value)
        },
      ),
    )
  })

  const noBytes = 'Cannot store bytes as JSON; pass a text, such as their base64'
  it.each<[unknown, string, string]>([
    [new Uint8Array(2), 'unsupported-type', noBytes],
    [new Float64Array(2), 'unsupported-type', noBytes],
    [Number.NaN, 'not-finite', 'Cannot store NaN: JSON would write null; store null or a string instead'],
    [undefined, 'unsupported-type', 'Cannot store undefined; store null instead'],
    [
      { a: new Map() },
      'unsupported-type',
      'Cannot store a value of type Map at value.a: JSON would write {}; pass [...value], or take structuredCodec()',
    ],
  ])('refuses %o', (value, code, message) => {
    expect(() => codec.encode(value)).toThrow(expect.objectContaining({ name: 'CodecError', code, message }))
  })

  it('is strict unless told otherwise', () => {
    for (const strict of [plainJsonCodec(), plainJsonCodec({}), plainJsonCodec({ strict: true })])
      expect(() => strict.encode({ a: Number.NaN })).toThrow(expect.objectContaining({ code: 'not-finite' }))
  })

  it('loses silently what JSON loses with strict: false', () => {
    expect(plainJsonCodec({ strict: false }).encode({ a: Number.NaN }).value).toEqual(
      Buffer.from('{"a":null}'),
    )
    expect(() => plainJsonCodec({ strict: false }).encode(Number.NaN)).toThrow(
      expect.objectContaining({ code: 'not-finite' }),
    )
    expect(() => plainJsonCodec({ strict: 'no' as never })).toThrow(
      new TypeError('strict is no; it is true or false'),
    )
  })

  it.each([1, 2, 16, 48])('refuses flags %i', (flags) => {
    expect(() => codec.decode(Buffer.from('1'), flags)).toThrow(
      expect.objectContaining({
        code: 'unknown-flags',
        message: `Stored value has flags ${flags}, which plainJsonCodec() does not read; another program wrote it`,
      }),
    )
  })

  it('refuses an item that is not JSON', () => {
    const { value, flags } = jsonCodec().encode(Uint8Array.of(0xff))
    expect(() => codec.decode(value, flags)).toThrow(expect.objectContaining({ code: 'malformed' }))
  })
})
