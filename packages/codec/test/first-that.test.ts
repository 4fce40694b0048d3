import { describe, expect, it } from 'vitest'
import { CodecError, type Decoder, firstThat, Flag, jsonCodec } from '../src/index.ts'

const reader: Decoder = {
  decode(value, flags) {
    if (flags === 0) return `read ${value.length}`
    throw flags === 2 ? new CodecError('malformed', 'mine') : new CodecError('unknown-flags', 'not mine')
  },
}
const bytes = new TextEncoder().encode('42')

describe('firstThat', () => {
  it('reads with the first decoder that can, and stores with the first codec', () => {
    const before = firstThat(reader, jsonCodec())
    expect(before.decode(bytes, 0)).toBe('read 2')
    expect(before.decode(bytes, 2)).toBe(42)
    expect(before.encode('a')).toEqual({ value: Buffer.from('a'), flags: Flag.text })
    expect(firstThat(jsonCodec(), reader).decode(bytes, 0)).toEqual(Uint8Array.from(bytes))
  })

  it('takes undefined for a result like any other value', () => {
    const over: Decoder = { decode: () => undefined }
    expect(firstThat(over, jsonCodec()).decode(bytes, 2)).toBeUndefined()
  })

  it('throws the error of the first decoder that knew the flags, or else of the first one', () => {
    const codec = firstThat(reader, jsonCodec())
    expect(() => codec.decode(bytes.subarray(0, 0), 2)).toThrow(/^mine$/)
    expect(() => codec.decode(bytes.subarray(0, 0), 48)).toThrow('is JSON by its flags')
    expect(() => firstThat(jsonCodec(), reader).decode(bytes.subarray(0, 0), 2)).toThrow(
      'is an integer by its flags',
    )
    expect(() => codec.decode(bytes, 1)).toThrow(/^not mine$/)
    expect(() => firstThat(jsonCodec(), reader).decode(bytes, 1)).toThrow('jsonCodec() does not read')
  })

  it('does not catch an error that is no CodecError', () => {
    const broken: Decoder = {
      decode() {
        throw new RangeError('a bug')
      },
    }
    expect(() => firstThat(broken, jsonCodec()).decode(bytes, 2)).toThrow(new RangeError('a bug'))
  })

  it('throws for an argument without decode, and for readers without a codec', () => {
    const noCodec = 'firstThat() was given no codec; expected one beside the readers, such as jsonCodec()'
    for (const readers of [[reader], [], [{ ...reader, encode: 1 as never }]])
      expect(() => firstThat(...readers)).toThrow(new TypeError(noCodec))
    const noDecoder = 'firstThat() was given something that has no decode(value, flags)'
    for (const wrong of [undefined, null, {}, { decode: 1 }, { encode: () => 1 }])
      expect(() => firstThat(jsonCodec(), wrong as never)).toThrow(new TypeError(noDecoder))
  })
})
