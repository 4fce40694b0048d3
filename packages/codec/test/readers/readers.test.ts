import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { type Decoder, firstThat, isCodecError, jsonCodec } from '../../src/index.ts'
import { compressed } from '../../src/compressed.ts'
import { dalliReader } from '../../src/readers/dalli.ts'
import { keyvMemcacheReader } from '../../src/readers/keyv-memcache.ts'
import { memcacheClientReader } from '../../src/readers/memcache-client.ts'
import { npmMemcachedReader } from '../../src/readers/npm-memcached.ts'
import { phpMemcachedReader } from '../../src/readers/php-memcached.ts'
import { plainTextReader } from '../../src/readers/plain-text.ts'
import { knownAnswers } from '../known-answers.ts'

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const decoding =
  (decoder: Decoder): Decoder['decode'] =>
  (value, flags) =>
    decoder.decode(value, flags)
const small = { maxDecompressedSize: 1000 }
const notJson = 'Stored value is JSON by its flags, but cannot be parsed'

const readers: readonly (readonly [name: string, decoder: Decoder])[] = [
  ['npmMemcachedReader', npmMemcachedReader()],
  ['memcacheClientReader', memcacheClientReader()],
  ['keyvMemcacheReader', keyvMemcacheReader()],
  ['plainTextReader', plainTextReader()],
  ['phpMemcachedReader', phpMemcachedReader(small)],
  ['dalliReader', dalliReader(small)],
]

describe.each(readers)('%s', (name, decoder) => {
  it('returns a value or throws a CodecError for any bytes and flags', () => {
    const flags = fc.oneof(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0, max: 2 ** 32 - 1 }))
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc.json().map(utf8),
      fc.double().map(String).map(utf8),
    )
    fc.assert(
      fc.property(bytes, flags, (value, own) => {
        const before = Uint8Array.from(value)
        try {
          decoder.decode(value, own)
        } catch (error) {
          expect(isCodecError(error), String(error)).toBe(true)
        }
        expect(value).toEqual(before)
      }),
      { numRuns: 2000 },
    )
  })

  it.each([64, 256, 513, 32_769, 2 ** 31 + 15])('refuses flags %i', (flags) => {
    expect(() => decoder.decode(utf8('1'), flags)).toThrow(
      expect.objectContaining({
        name: 'CodecError',
        code: 'unknown-flags',
        message: `Stored value has flags ${flags}, which ${name}() does not read; another program wrote it`,
      }),
    )
  })

  it.each(knownAnswers.map(({ value }) => [value]))(
    'before jsonCodec() leaves what that stored: %o',
    (value) => {
      const codec = firstThat(decoder, jsonCodec())
      const stored = codec.encode(value)
      const read = codec.decode(stored.value, stored.flags)
      // Bytes have the flags of a string there. Empty bytes are a string as well.
      if (value instanceof Uint8Array && value.length === 0 && name !== 'keyvMemcacheReader')
        expect(read).toBe('')
      else expect(read).toStrictEqual(value)
    },
  )
})

describe.each(readers.filter(([name]) => name !== 'memcacheClientReader'))(
  '%s, beside compressed()',
  (_, decoder) => {
    it.each([
      ['a text', 'x'.repeat(5000)],
      ['data', { a: Array(2000).fill(7) }],
      ['bytes', new Uint8Array(5000).fill(0xff)],
    ])('reads the values of that codec: %s', (_kind, value) => {
      const codec = firstThat(decoder, compressed(jsonCodec()))
      const stored = codec.encode(value)
      expect(stored.flags & 8).toBe(8)
      expect(codec.decode(stored.value, stored.flags)).toStrictEqual(value)
    })
  },
)

describe('npmMemcachedReader', () => {
  const decode = decoding(npmMemcachedReader())

  it('removes one backslash before each CR and LF, and no other', () => {
    expect(decode(utf8(String.raw`C:\new` + '\\\n\\\r\\\\\n'), 0)).toBe(String.raw`C:\new` + '\n\r\\\n')
  })

  it.each([
    [8, '-0.5', -0.5],
    [8, 'NaN', Number.NaN],
    [8, '9007199254740993', 9_007_199_254_740_993n],
    [8, '1152921504606847000', 2 ** 60],
    [8, '1152921504606847000  ', 2 ** 60],
    [8, '41  ', 41],
    [2, '9007199254740993', 9_007_199_254_740_993n],
    [2, '-9007199254740993', -9_007_199_254_740_993n],
    [2, '9007199254740993  ', 9_007_199_254_740_993n],
    [2, '1.5', 1.5],
    [2, '"1"', '1'],
    [2, '{"__proto__":1}', JSON.parse('{"__proto__":1}')],
  ])('reads of flags %i %j as %o', (flags, text, value) => {
    expect(decode(utf8(text), flags)).toStrictEqual(value)
  })

  const notNumber = 'Stored value is a number by its flags, but not one as text'
  it.each([
    [0, Uint8Array.of(0xff), 'Stored value is text by its flags, but not UTF-8'],
    [2, utf8('{'), notJson],
    [2, utf8(''), notJson],
    [4, utf8('€'), 'Stored value is a Buffer by its flags, but has characters above U+00FF'],
    [4, utf8('\u0100'), 'Stored value is a Buffer by its flags, but has characters above U+00FF'],
    [8, utf8(''), notNumber],
    [8, utf8('0x10'), notNumber],
    [8, utf8('1 2'), notNumber],
  ])('refuses of flags %i the bytes %o', (flags, bytes, message) => {
    expect(() => decode(bytes, flags)).toThrow(expect.objectContaining({ code: 'malformed', message }))
  })

  it('reads a Buffer with the highest byte', () => {
    expect(decode(utf8('\u0000\u00FF'), 4)).toStrictEqual(Uint8Array.of(0, 0xff))
  })
})

describe('memcacheClientReader', () => {
  it('reads compressed values only with the option decompress', () => {
    const bytes = deflateSync('{"a":1}')
    expect(() => memcacheClientReader().decode(bytes, 3)).toThrow(
      expect.objectContaining({
        code: 'unknown-flags',
        message:
          'Stored value has flags 3, which memcacheClientReader() does not read; it is compressed: give the option decompress',
      }),
    )
    const decompress = (): never => {
      throw new Error('no zstd')
    }
    expect(() => memcacheClientReader({ decompress }).decode(bytes, 3)).toThrow(
      expect.objectContaining({
        code: 'malformed',
        message: 'Stored value is compressed by its flags, but decompress() fails on it',
        cause: new Error('no zstd'),
      }),
    )
    expect(() => memcacheClientReader({ decompress: () => 'text' as never }).decode(bytes, 3)).toThrow(
      new TypeError('decompress() gave something else than bytes; expected a Uint8Array'),
    )
    expect(() => memcacheClientReader({ decompress: 'zstd' as never })).toThrow(
      new TypeError('decompress is of type string; expected a function from bytes to bytes'),
    )
  })
})

describe('keyvMemcacheReader', () => {
  const decode = decoding(keyvMemcacheReader())
  const read = (stored: unknown): unknown => decode(utf8(JSON.stringify(stored)), 0)

  it('returns undefined for an expired value, and a value that has not expired', () => {
    expect(read({ value: 1, expires: Date.now() - 1 })).toBeUndefined()
    expect(read({ value: 1, expires: Date.now() + 60_000 })).toBe(1)
    expect(read({ value: 1, expires: null })).toBe(1)
  })

  it('takes a value for expired in the millisecond in which it ends', () => {
    vi.useFakeTimers({ now: 1_000_000, toFake: ['Date'] })
    try {
      expect(read({ value: 1, expires: 1_000_000 })).toBeUndefined()
      expect(read({ value: 1, expires: 1_000_001 })).toBe(1)
    } finally {
      vi.useRealTimers()
    }
  })

  it('returns bytes and strings that begin with a colon unchanged, at any depth', () => {
    expect(read({ value: { a: ['::x', ':base64:AP8=', ':base64:'], b: 'plain' } })).toStrictEqual({
      a: [':x', Uint8Array.of(0, 0xff), new Uint8Array(0)],
      b: 'plain',
    })
  })

  it('keeps __proto__ as a property like any other', () => {
    const value = decode(utf8('{"value":{"__proto__":{"a":":base64:AA=="}}}'), 0)
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
    expect(Object.keys(value as object)).toEqual(['__proto__'])
  })

  const notOfKeyv = 'Stored value is JSON, but none of Keyv'
  it.each([
    ['1', notOfKeyv],
    ['null', notOfKeyv],
    ['[]', notOfKeyv],
    ['{}', notOfKeyv],
    ['{"value":1,"other":2}', notOfKeyv],
    [`{"value":${'['.repeat(200_000)}${']'.repeat(200_000)}}`, notJson],
    ['plain', notJson],
    ['{"value":":base64:?"}', 'Stored value has bytes that are no base64'],
  ])('refuses %.40s', (text, message) => {
    const refused = expect.objectContaining({ name: 'CodecError', code: 'malformed', message })
    expect(() => decode(utf8(text), 0)).toThrow(refused)
  })
})

describe('plainTextReader', () => {
  it('returns bytes that are not UTF-8 as bytes, not copied', () => {
    const bytes = Buffer.from([0xff, 0xd8])
    const read = plainTextReader().decode(bytes, 0)
    expect(read).toStrictEqual(Uint8Array.of(0xff, 0xd8))
    expect((read as Uint8Array).buffer).toBe(bytes.buffer)
  })
})

describe('phpMemcachedReader', () => {
  const decode = decoding(phpMemcachedReader(small))
  const zlib = (length: number, text: string): Uint8Array => {
    const head = Buffer.alloc(4)
    head.writeUInt32LE(length)
    return Buffer.concat([head, deflateSync(text)])
  }

  it.each([
    [2, '.3333333333333333', 1 / 3],
    [2, '1e-07', 1e-7],
    [2, '1e+300', 1e300],
    [2, '-Infinity', -Infinity],
    [2, 'NaN', Number.NaN],
    [2, '2', 2],
    [1, '9223372036854775807', 9_223_372_036_854_775_807n],
    [3, '', false],
    [3, '1', true],
    // The flags of the application.
    [0x10_0001, '5', 5],
  ])('reads of flags %i %j as %o', (flags, text, value) => {
    expect(decode(utf8(text), flags)).toStrictEqual(value)
  })

  it('checks the length before a compressed value, and its bound', () => {
    expect(decode(zlib(5, 'hello'), 48)).toBe('hello')
    const refused = (bytes: Uint8Array, code: string, message: string): void =>
      expect(() => decode(bytes, 48)).toThrow(expect.objectContaining({ code, message }))
    const tooLarge = (size: number, bound: number): string =>
      `Stored value of ${size} bytes expands to more than ${bound}; raise maxDecompressedSize if that is right`
    const wrongLength = 'Stored value is compressed by its flags, but not of the length that it begins with'
    const hello = zlib(5, 'hello')
    refused(zlib(4, 'hello'), 'too-large', tooLarge(hello.length - 4, 4))
    refused(zlib(6, 'hello'), 'malformed', wrongLength)
    refused(zlib(0, ''), 'malformed', wrongLength)
    const beyond = zlib(1001, 'x'.repeat(1001))
    refused(beyond, 'too-large', tooLarge(beyond.length, 1000))
    expect(decode(zlib(1000, 'x'.repeat(1000)), 48)).toBe('x'.repeat(1000))
    refused(Uint8Array.of(1, 0, 0), 'malformed', wrongLength)
    refused(Uint8Array.of(1, 0, 0, 0), 'malformed', wrongLength)
    refused(
      Uint8Array.of(1, 0, 0, 0, 7),
      'malformed',
      'Stored value is compressed by its flags, but not zlib data',
    )
  })

  it.each([
    ['10', 'Stored value is a boolean by its flags, but neither empty nor 1'],
    ['2', 'Stored value is a boolean by its flags, but neither empty nor 1'],
    ['0', 'Stored value is a boolean by its flags, but neither empty nor 1'],
  ])('refuses the boolean %j', (text, message) => {
    expect(() => decode(utf8(text), 3)).toThrow(expect.objectContaining({ code: 'malformed', message }))
  })

  it.each([
    [0x90, 'it is compressed by zstd: have PHP compress by zlib'],
    [4, "store by PHP's SERIALIZER_JSON"],
    [5, "store by PHP's SERIALIZER_JSON"],
    [7, "store by PHP's SERIALIZER_JSON"],
    [8, 'another program wrote it'],
    [0x10, 'another program wrote it'],
    [0xf0, 'another program wrote it'],
    [0x100, 'another program wrote it'],
  ])('refuses the flags %i, and says what to do', (flags, advice) => {
    expect(() => decode(zlib(5, 'hello'), flags)).toThrow(
      expect.objectContaining({
        code: 'unknown-flags',
        message: `Stored value has flags ${flags}, which phpMemcachedReader() does not read; ${advice}`,
      }),
    )
  })
})

describe('dalliReader', () => {
  const decode = decoding(dalliReader(small))

  it('reads the strings of later versions, which have flags 4', () => {
    expect(decode(utf8('42'), 4)).toBe('42')
    expect(decode(deflateSync('grüße'), 6)).toBe('grüße')
  })

  it('refuses bytes that are marked as a string, and are not UTF-8', () => {
    expect(() => decode(Uint8Array.of(0xff), 4)).toThrow(
      expect.objectContaining({
        code: 'malformed',
        message: 'Stored value is text by its flags, but not UTF-8',
      }),
    )
  })

  it('keeps its bound, and refuses Marshal', () => {
    expect(decode(deflateSync('x'.repeat(1000)), 2)).toBe('x'.repeat(1000))
    expect(() => decode(deflateSync('x'.repeat(1001)), 2)).toThrow(
      expect.objectContaining({ code: 'too-large' }),
    )
    expect(() => decode(Uint8Array.of(4, 8, 105, 47), 1)).toThrow(
      expect.objectContaining({ code: 'malformed' }),
    )
  })
})

describe.each([
  ['phpMemcachedReader', phpMemcachedReader],
  ['dalliReader', dalliReader],
])('%s', (_, create) => {
  it('throws for a wrong bound', () => {
    expect(() => create({ maxDecompressedSize: 1 })).not.toThrow()
    expect(() => create({ maxDecompressedSize: 0 })).toThrow(
      new RangeError('maxDecompressedSize is 0; it is a number of bytes, an integer from 1'),
    )
    expect(() => create({ maxDecompressedSize: '1' as never })).toThrow(
      new TypeError('maxDecompressedSize is of type string; it is a number of bytes'),
    )
  })
})
