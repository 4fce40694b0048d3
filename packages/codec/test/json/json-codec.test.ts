import { inspect, isDeepStrictEqual } from 'node:util'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CodecError, type CodecErrorCode, jsonCodec } from '../../src/index.ts'
import { anyValue } from '../arbitraries.ts'
import { knownAnswers } from '../known-answers.ts'

const codec = jsonCodec()

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

function failure(attempt: () => unknown): unknown {
  try {
    return attempt()
  } catch (error) {
    return error
  }
}

function nested(levels: number): unknown {
  return JSON.parse('['.repeat(levels) + ']'.repeat(levels))
}

describe('jsonCodec', () => {
  it.each(knownAnswers)('$value is $bytes with flags $flags', ({ value, bytes, flags }) => {
    const encoded = codec.encode(value)
    expect([...encoded.value]).toEqual([...bytes])
    expect(encoded.flags).toBe(flags)
    expect(codec.decode(bytes, flags)).toStrictEqual(value)
  })

  it('returns any JSON value, string, bytes and number', () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        const encoded = codec.encode(value)
        return isDeepStrictEqual(codec.decode(encoded.value, encoded.flags), value)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('jsonCodec().encode', () => {
  it('stores a Buffer, and a Uint8Array of another realm, as bytes, without a copy', () => {
    const buffer = Buffer.from('bytes')
    expect(codec.encode(buffer)).toEqual({ value: buffer, flags: 0 })
    expect(codec.encode(buffer).value).toBe(buffer)
    expect(codec.encode(runInNewContext('Uint8Array.of(1, 2)'))).toMatchObject({
      flags: 0,
      value: { 0: 1, 1: 2 },
    })
  })

  it('follows the rules of JSON.stringify', () => {
    const value = {
      at: new Date(0),
      price: { toJSON: () => '9.90' },
      nothing: undefined,
      list: [-0],
    }
    const { value: bytes, flags } = codec.encode(value)
    expect(codec.decode(bytes, flags)).toEqual({
      at: '1970-01-01T00:00:00.000Z',
      price: '9.90',
      list: [0],
    })
  })

  it('stores everything with a toJSON method, also a function, a Map, and a bigint', () => {
    const decoded = (value: unknown): unknown => codec.decode(codec.encode(value).value, 32)
    expect(decoded(Object.assign(() => 1, { toJSON: () => 'function' }))).toBe('function')
    expect(decoded(Object.assign(new Map(), { toJSON: () => ({}) }))).toEqual({})
    Reflect.set(BigInt.prototype, 'toJSON', function (this: bigint) {
      return `${this}`
    })
    try {
      expect(decoded([12n])).toEqual(['12'])
    } finally {
      Reflect.deleteProperty(BigInt.prototype, 'toJSON')
    }
  })

  it('stores an object that occurs twice, but not inside itself', () => {
    const shared = { a: 1 }
    expect(codec.decode(codec.encode([shared, shared]).value, 32)).toEqual([shared, shared])
  })

  const cyclic: Record<string, unknown> = { a: { b: {} } }
  cyclic['back'] = [cyclic]
  const repeated = { a: 1 }
  const lost = 'pass plain data made of it, or give it a toJSON() method'
  const asView = 'pass new Uint8Array(value.buffer, value.byteOffset, value.byteLength)'
  const noBigint = (at: string): string =>
    `Cannot store a bigint${at}, which JSON does not have; write it as a string, or take structuredCodec()`

  it.each<[string, unknown, CodecErrorCode, string]>([
    ['undefined', undefined, 'unsupported-type', 'Cannot store undefined; store null instead'],
    ['a function', () => 1, 'unsupported-type', 'Cannot store a function; store plain data'],
    ['a symbol', Symbol('secret'), 'unsupported-type', 'Cannot store a symbol; store plain data'],
    ['a bigint', 1n, 'unsupported-type', noBigint('')],
    ['a bigint inside', { a: [1n] }, 'unsupported-type', noBigint(' at value.a[0]')],
    [
      'a bigint behind what occurs twice',
      [repeated, repeated, 1n],
      'unsupported-type',
      noBigint(' at value[2]'),
    ],
    [
      'a toJSON that gives undefined',
      { toJSON: () => undefined },
      'unsupported-type',
      'Cannot store an object whose toJSON() gives nothing',
    ],
    [
      'a Map',
      new Map([['secret', 1]]),
      'unsupported-type',
      'Cannot store a value of type Map: JSON would write {}; pass [...value], or take structuredCodec()',
    ],
    [
      'an empty Set',
      new Set(),
      'unsupported-type',
      'Cannot store a value of type Set: JSON would write {}; pass [...value], or take structuredCodec()',
    ],
    [
      'a Promise',
      Promise.resolve(1),
      'unsupported-type',
      'Cannot store a value of type Promise: JSON would write {}; await it',
    ],
    [
      'a RegExp',
      /secret/,
      'unsupported-type',
      `Cannot store a value of type RegExp: JSON would write {}; ${lost}`,
    ],
    [
      'an Error',
      new Error('secret'),
      'unsupported-type',
      `Cannot store a value of type Error: JSON would write {}; ${lost}`,
    ],
    [
      'a URLSearchParams',
      new URLSearchParams('a=secret'),
      'unsupported-type',
      `Cannot store a value of type URLSearchParams: JSON would write {}; ${lost}`,
    ],
    [
      'an ArrayBuffer',
      new ArrayBuffer(2),
      'unsupported-type',
      'Cannot store a value of type ArrayBuffer: JSON would write {}; pass new Uint8Array(value)',
    ],
    [
      'a DataView',
      new DataView(new ArrayBuffer(2)),
      'unsupported-type',
      `Cannot store a value of type DataView; ${asView}`,
    ],
    [
      'a Uint16Array',
      Uint16Array.of(1),
      'unsupported-type',
      `Cannot store a value of type Uint16Array; ${asView}`,
    ],
    [
      'a clamped array',
      new Uint8ClampedArray(1),
      'unsupported-type',
      `Cannot store a value of type Uint8ClampedArray; ${asView}`,
    ],
    [
      'NaN',
      Number.NaN,
      'not-finite',
      'Cannot store NaN: JSON would write null; store null or a string instead',
    ],
    [
      '-Infinity',
      -Infinity,
      'not-finite',
      'Cannot store -Infinity: JSON would write null; store null or a string instead',
    ],
    [
      'a cycle',
      cyclic,
      'cyclic',
      'Cannot store an object that holds itself at value.back[0]; leave the way back out, or take structuredCodec()',
    ],
    [
      '100,000 levels',
      nested(100_000),
      'too-deep',
      'Cannot store an object of so many levels as JSON; make it flatter',
    ],
  ])('refuses %s', (_, value, code, message) => {
    const error = failure(() => codec.encode(value))
    expect(error).toBeInstanceOf(CodecError)
    expect(error).toMatchObject({ name: 'CodecError', code, message })
  })

  it('the error of a toJSON method is the cause, also when it is a RangeError', () => {
    for (const cause of [new Error('secret'), new RangeError('secret')]) {
      const fail = (): never => {
        throw cause
      }
      const error = failure(() => codec.encode({ price: { toJSON: fail } }))
      expect(error).toMatchObject({
        code: 'to-json-failed',
        message: 'Cannot store a value that JSON.stringify fails on; see the cause',
        cause,
      })
      expect(String(error)).not.toContain('secret')
    }
  })

  it.each<[string, unknown, CodecErrorCode, ErrorConstructor]>([
    ['a bigint', [1n], 'unsupported-type', TypeError],
    ['a cycle', cyclic, 'cyclic', TypeError],
    ['100,000 levels', nested(100_000), 'too-deep', RangeError],
  ])('the error of JSON.stringify for %s is the cause', (_, value, code, kind) => {
    expect(failure(() => codec.encode(value))).toMatchObject({ code, cause: expect.any(kind) })
  })

  it('the error of a toJSON method that fails only once is the cause', () => {
    const cause = new Error('secret')
    let calls = 0
    const toJSON = (): number => {
      if (calls++ === 0) throw cause
      return 1
    }
    expect(failure(() => codec.encode({ toJSON }))).toMatchObject({ code: 'to-json-failed', cause })
  })

  it('the error of a toJSON method 1000 levels down is not reported as too many levels', () => {
    let value: unknown = {
      toJSON() {
        throw new TypeError('secret')
      },
    }
    for (let level = 0; level < 1000; level++) value = [value]
    expect(failure(() => codec.encode(value))).toMatchObject({ code: 'to-json-failed' })
  })
})

describe('jsonCodec().decode', () => {
  it('decodes a Buffer to a plain Uint8Array over the same memory', () => {
    const buffer = Buffer.from('bytes').subarray(1, 4)
    const bytes = codec.decode(buffer, 0)
    expect(bytes).toStrictEqual(Uint8Array.of(...utf8('yte')))
    expect(bytes).toMatchObject({ buffer: buffer.buffer, byteOffset: buffer.byteOffset })
  })

  it.each<[string, number, unknown]>([
    ['42', 4, 42],
    ['5   ', 2, 5],
    ['007', 2, 7],
    ['-0', 2, 0],
    ['9007199254740992', 2, 9007199254740992n],
    ['-9007199254740993', 4, -9007199254740993n],
    ['18446744073709551615  ', 2, 18446744073709551615n],
    ['9'.repeat(4300), 4, 10n ** 4300n - 1n],
    [' [1] ', 32, [1]],
    [' [1] ', 48, [1]],
    [String.raw`"\ud83d"`, 32, '\uD83D'],
  ])('reads %j with flags %d, which other programs may have written', (text, flags, value) => {
    expect(codec.decode(utf8(text), flags)).toStrictEqual(value)
  })

  it.each([
    '{"__proto__":{"isAdmin":true}}',
    String.raw`{"\u005f_proto__":{"isAdmin":true}}`,
    String.raw`{"\u005F\u005Fproto\u005f\u005f":{"isAdmin":true}}`,
    '{"user":{"__proto__":{"isAdmin":true}}}',
    '{"constructor":{"prototype":{"isAdmin":true}}}',
  ])('lets __proto__ in %s change no prototype', (json) => {
    const value: unknown = codec.decode(utf8(json), 32)
    expect(JSON.stringify(value)).toContain('"isAdmin":true')
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
    expect(value).not.toHaveProperty('isAdmin')
    expect(value).not.toHaveProperty('user.isAdmin')
    expect({}).not.toHaveProperty('isAdmin')
  })

  it('gives a value or a CodecError for JSON of 500,000 levels', () => {
    const json = '['.repeat(500_000) + ']'.repeat(500_000)
    const result = failure(() => codec.decode(utf8(json), 32))
    expect(Array.isArray(result) || result instanceof CodecError).toBe(true)
    expect(failure(() => codec.decode(utf8('{"a":'.repeat(500_000)), 32))).toBeInstanceOf(CodecError)
  })

  const notInteger = 'Stored value is an integer by its flags, but not one in decimal digits'
  const notUtf8 = 'Stored value is text by its flags, but not UTF-8'
  const notJson = 'Stored value is JSON by its flags, but cannot be parsed'
  const foreign = 'another program wrote it'
  const compressed = 'it is compressed: read it by compressed(jsonCodec()) of @lmc/codec/compressed'

  it.each<[Uint8Array, number, CodecErrorCode, string]>([
    [utf8(''), 2, 'malformed', notInteger],
    [utf8('1.5'), 2, 'malformed', notInteger],
    [utf8(' 1'), 2, 'malformed', notInteger],
    [utf8('1 2'), 2, 'malformed', notInteger],
    [utf8('0x10'), 2, 'malformed', notInteger],
    [utf8('1e3'), 4, 'malformed', notInteger],
    [utf8('1\n'), 2, 'malformed', notInteger],
    [utf8('9'.repeat(4301)), 2, 'malformed', notInteger],
    [utf8('١'), 2, 'malformed', notInteger],
    [Uint8Array.of(0xff), 16, 'malformed', notUtf8],
    [Uint8Array.of(0xc3), 16, 'malformed', notUtf8],
    [Uint8Array.of(0xed, 0xa0, 0xbd), 16, 'malformed', notUtf8],
    [Uint8Array.of(0x22, 0xff, 0x22), 32, 'malformed', notUtf8],
    [utf8(''), 32, 'malformed', notJson],
    [utf8('{"secret":'), 48, 'malformed', notJson],
    [utf8('\uFEFF{}'), 32, 'malformed', notJson],
    [utf8('42'), 1, 'unknown-flags', `Stored value has flags 1, which jsonCodec() does not read; ${foreign}`],
    [utf8('42'), 6, 'unknown-flags', `Stored value has flags 6, which jsonCodec() does not read; ${foreign}`],
    [
      utf8('42'),
      64,
      'unknown-flags',
      `Stored value has flags 64, which jsonCodec() does not read; ${foreign}`,
    ],
    [
      utf8('42'),
      4294967232,
      'unknown-flags',
      `Stored value has flags 4294967232, which jsonCodec() does not read; ${foreign}`,
    ],
    [
      utf8('42'),
      272,
      'unknown-flags',
      'Stored value has flags 272, which jsonCodec() does not read; read it by structuredCodec() of @lmc/codec/structured',
    ],
    [
      utf8('42'),
      513,
      'unknown-flags',
      'Stored value has flags 513, which jsonCodec() does not read; read it by msgpackCodec() of @lmc/codec/msgpack',
    ],
    [
      utf8('42'),
      8,
      'unknown-flags',
      `Stored value has flags 8, which jsonCodec() does not read; ${compressed}`,
    ],
    [
      utf8('42'),
      56,
      'unknown-flags',
      `Stored value has flags 56, which jsonCodec() does not read; ${compressed}`,
    ],
  ])('refuses %o with flags %d', (bytes, flags, code, message) => {
    const error = failure(() => codec.decode(bytes, flags))
    expect(error).toBeInstanceOf(CodecError)
    expect(error).toMatchObject({ name: 'CodecError', code, message })
  })

  it('gives a value or a CodecError for any bytes with any flags', () => {
    const anyFlags = fc.oneof(fc.constantFrom(0, 2, 4, 16, 32), fc.integer({ min: 0, max: 2 ** 32 - 1 }))
    fc.assert(
      fc.property(fc.uint8Array(), anyFlags, (bytes, flags) => {
        const result = failure(() => codec.decode(bytes, flags))
        expect(result instanceof Error).toBe(result instanceof CodecError)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('the error for what is no UTF-8', () => {
  it('has the error of the decoder as its cause', () => {
    const error = failure(() => codec.decode(Uint8Array.of(0xff), 16))
    expect(error).toMatchObject({ code: 'malformed', cause: expect.any(TypeError) })
  })
})

describe('the error for what is no JSON', () => {
  it.each(['hunter2', '{"password":"hunter2"', `${'x'.repeat(50)}hunter2`])('shows nothing of %j', (text) => {
    const error = failure(() => codec.decode(utf8(text), 48))
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain('hunter2')
    expect(error).not.toHaveProperty('cause')
  })
})

describe('CodecError', () => {
  it('is an Error whose only own key is its code', () => {
    const error = new CodecError('malformed', 'message')
    expect(error).toBeInstanceOf(Error)
    expect(Object.keys(error)).toEqual(['code'])
    expect(String(error)).toBe('CodecError: message')
  })
})
