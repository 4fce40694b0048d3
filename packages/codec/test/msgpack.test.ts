/// <reference lib="es2024.string" />
import { isDeepStrictEqual } from 'node:util'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compressed } from '../src/compressed.ts'
import { CodecError, type CodecErrorCode, Flag, jsonCodec } from '../src/index.ts'
import { msgpackCodec } from '../src/msgpack.ts'
import { anyValue } from './arbitraries.ts'
import { knownAnswers } from './known-answers.ts'

const codec = msgpackCodec()
const flags = Flag.pickle | Flag.msgpack
const json = jsonCodec()

function failure(attempt: () => unknown): unknown {
  try {
    return attempt()
  } catch (error) {
    return error
  }
}

function roundTrip(value: unknown): unknown {
  const encoded = codec.encode(value)
  return codec.decode(Uint8Array.from(encoded.value), encoded.flags)
}

/**
 * To change a line is to orphan every item of its kind, in every cache. The bytes in hex, behind the mark c1.
 */
const ownAnswers: readonly (readonly [value: unknown, hex: string])[] = [
  [{}, '80'],
  [[], '90'],
  [{ name: 'Jörg', ids: [1, 2] }, '82a46e616d65a54ac3b67267a3696473920102'],
  [[300, -1, 1.5, 2 ** 40], '94cd012cffcb3ff8000000000000cb4270000000000000'],
  [[null, true, undefined], '93c0c3d40000'],
  [12n, 'd3000000000000000c'],
  [2n ** 64n, 'd84200000000000000010000000000000000'],
  [new Date(1000), 'd6ff00000001'],
  [new Date(Number.NaN), 'd4ffff'],
  [[Uint8Array.of(1, 2)], '91c70374010102'],
  [Float64Array.of(1.5), 'c7097408000000000000f83f'],
  [Number.NaN, 'cb7ff8000000000000'],
]

const wellFormed = fc.string({ unit: 'grapheme' })
const wholeNumber = fc.double().filter((number) => !Object.is(number, -0))
const scalar = fc
  .oneof(
    anyValue
      .filter((value) => value === null || typeof value !== 'object')
      .filter((value) => !Object.is(value, -0)),
    wholeNumber,
    fc.maxSafeInteger(),
    fc.bigInt(),
    fc.bigInt({ min: -(2n ** 64n), max: 2n ** 64n }),
    fc.date({ noInvalidDate: true }),
    fc.uint8Array(),
    fc.float64Array(),
    fc.constantFrom<unknown>(undefined, Int16Array.of(1, -2), BigUint64Array.of(3n), new ArrayBuffer(3)),
  )
  .filter((value) => typeof value !== 'string' || value.isWellFormed())
const anyRich = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    scalar,
    wellFormed,
    fc.array(tie('value'), { maxLength: 4 }),
    fc
      .dictionary(
        fc.oneof(fc.constantFrom('constructor', 'toJSON', 'hasOwnProperty', '0'), wellFormed),
        tie('value'),
        {
          maxKeys: 20,
          noNullPrototype: true,
        },
      )
      // msgpackr fails on an object that has both.
      .filter((object) => !Object.hasOwn(object, '__proto__'))
      .filter((object) => !(Object.hasOwn(object, 'constructor') && Object.hasOwn(object, 'toJSON'))),
  ),
})).value

describe('msgpackCodec', () => {
  it.each(ownAnswers)('%o is %s behind the byte c1, marked as pickle and msgpack', (value, hex) => {
    const encoded = codec.encode(value)
    expect(Buffer.from(encoded.value).toString('hex')).toBe(`c1${hex}`)
    expect(encoded.flags).toBe(513)
    expect(codec.decode(Buffer.from(`c1${hex}`, 'hex'), 513)).toStrictEqual(value)
  })

  it.each(knownAnswers)('reads $value with flags $flags, which jsonCodec has stored', (answer) => {
    expect(codec.decode(answer.bytes, answer.flags)).toStrictEqual(answer.value)
  })

  it.each<[unknown]>([['text'], [42], [1.5], [true], [null], [Uint8Array.of(1)]])(
    'stores %o as jsonCodec does, for others to read',
    (value) => {
      expect(codec.encode(value)).toEqual(json.encode(value))
    },
  )

  it('returns any value of these types, at any depth', () => {
    fc.assert(
      fc.property(anyRich, (value) => {
        fc.pre(value !== undefined)
        return isDeepStrictEqual(roundTrip(value), value)
      }),
      { numRuns: 2000 },
    )
  })

  it('keeps 70,000 fields, 70,000 items, and 1 MiB of bytes beside 1 MiB of text', () => {
    const many = Object.fromEntries(Array.from({ length: 70_000 }, (_, index) => [`field ${index}`, index]))
    expect(roundTrip(many)).toEqual(many)
    const list = Array.from({ length: 70_000 }, (_, index) => index)
    expect(roundTrip([list, list.slice(0, 16)])).toEqual([list, list.slice(0, 16)])
    const large = { bytes: new Uint8Array(2 ** 20).fill(7), text: 'ä'.repeat(2 ** 19) }
    expect(isDeepStrictEqual(roundTrip(large), large)).toBe(true)
  })

  it('decodes a Buffer to plain Uint8Arrays over the same memory', () => {
    const stored = Buffer.from(codec.encode([Buffer.from('bytes')]).value)
    const [bytes] = codec.decode(stored, flags) as [Uint8Array]
    expect(bytes).toStrictEqual(new TextEncoder().encode('bytes'))
    expect(bytes.buffer).toBe(stored.buffer)
  })

  it('does not overwrite earlier results', () => {
    const first = codec.encode({ a: 1 })
    const copy = Uint8Array.from(first.value)
    for (let index = 0; index < 10_000; index++) codec.encode({ index })
    expect(Uint8Array.from(first.value)).toEqual(copy)
  })

  it('stores the result of a toJSON method, and the fields of a class', () => {
    expect(roundTrip({ url: new URL('http://localhost/') })).toEqual({ url: 'http://localhost/' })
    expect(
      roundTrip([
        new (class Point {
          readonly x = 1
        })(),
      ]),
    ).toEqual([{ x: 1 }])
    expect(
      roundTrip([
        new (class NoMethod {
          readonly x = 1
          get toJSON(): undefined {
            return undefined
          }
        })(),
      ]),
    ).toEqual([{ x: 1 }])
    expect(roundTrip([Object.create(null)])).toEqual([{}])
    expect(roundTrip(runInNewContext('({ a: [1, null] })'))).toEqual({ a: [1, null] })
  })

  class HoldsMap {
    toJSON(): unknown {
      return new Map()
    }
  }
  const otherwise = 'pass plain data made of it, or take structuredCodec()'
  const cyclic: Record<string, unknown> = {}
  cyclic['back'] = [cyclic]

  it.each<[string, unknown, string, CodecErrorCode?]>([
    ['undefined', undefined, 'Cannot store undefined; store null instead'],
    [
      'a function inside',
      { user: { save: [() => 1] } },
      'Cannot store a function at value.user.save[0]; store plain data',
    ],
    ['a toJSON of its own', { toJSON: () => 1 }, 'Cannot store a function at value.toJSON; store plain data'],
    ['a symbol inside', { 'a b': Symbol('x') }, 'Cannot store a symbol at value["a b"]; store plain data'],
    [
      'a Map',
      { user: new Map([['secret', 1]]) },
      `Cannot store a value of type Map at value.user; ${otherwise}`,
    ],
    ['a Set', new Set([1]), `Cannot store a value of type Set; ${otherwise}`],
    ['an Error', [new Error('secret')], `Cannot store a value of type Error at value[0]; ${otherwise}`],
    [
      'a toJSON that gives a Map',
      [new HoldsMap()],
      `Cannot store a value of type Map at value[0]; ${otherwise}`,
    ],
    ['a boxed number', [Object(1)], `Cannot store a value of type Number at value[0]; ${otherwise}`],
    [
      'bytes of another realm',
      [runInNewContext('Uint8Array.of(1)')],
      `Cannot store a value of type Uint8Array at value[0]; ${otherwise}`,
    ],
    [
      'a lone surrogate',
      { a: 'secret \uD83D' },
      'Cannot store a text with a lone surrogate at value.a; take structuredCodec()',
    ],
    [
      'a field that is a lone surrogate',
      { a: { '\uD83D': 1 } },
      String.raw`Cannot store a text with a lone surrogate at value.a["\ud83d"]; take structuredCodec()`,
    ],
    [
      'a field named __proto__',
      JSON.parse('{"a":{"__proto__":1}}'),
      'Cannot store an object with a field named __proto__ at value.a; use another name',
    ],
    [
      'an object that holds itself',
      cyclic,
      `Cannot store an object that holds itself at value…${'.back[0]'.repeat(4)}; leave the way back out, or take structuredCodec()`,
      'cyclic',
    ],
    [
      '1,001 levels',
      JSON.parse('['.repeat(1001) + ']'.repeat(1001)),
      `Cannot store an object of more than 1000 levels at value…${'[0]'.repeat(8)}; make it flatter`,
      'too-deep',
    ],
  ])('refuses %s', (_, value, message, code) => {
    const error = failure(() => codec.encode(value))
    expect(error).toBeInstanceOf(CodecError)
    expect(error).toMatchObject({ code: code ?? 'unsupported-type', message })
  })

  it('stores 1,000 levels', () => {
    const value: unknown = JSON.parse('['.repeat(1000) + ']'.repeat(1000))
    expect(JSON.stringify(roundTrip(value))).toBe(JSON.stringify(value))
  })

  it('the error of a getter is the cause', () => {
    const cause = new Error('secret')
    let reads = 0
    const value = {
      get a(): number {
        if (reads++ > 0) throw cause
        return 1
      },
    }
    expect(failure(() => codec.encode(value))).toMatchObject({
      code: 'to-json-failed',
      message: 'Cannot store a value that msgpackr fails on; see the cause',
      cause,
    })
    expect(roundTrip({ a: 1 })).toEqual({ a: 1 })
  })

  it.each([
    ['', 'nothing'],
    ['80', 'no mark'],
    ['c1', 'only the mark'],
    ['c18080', 'more than one value'],
    ['c181a161', 'an object without its value'],
    ['c1dd7fffffff', 'a list of 2 billion items'],
    ['c1df7fffffff', 'an object of 2 billion fields'],
    ['c1c67fffffff', 'bytes that are not there'],
    ['c1d87f00', 'an extension that is not there'],
    [`c1${'91'.repeat(200_000)}`, '200,000 levels'],
  ])('refuses %.20s as malformed: %s', (hex) => {
    const error = failure(() => codec.decode(Buffer.from(hex, 'hex'), flags))
    expect(error).toMatchObject({
      name: 'CodecError',
      code: 'malformed',
      message: 'Stored value is of msgpackCodec by its flags, but not MessagePack',
    })
    expect(error).not.toHaveProperty('cause')
  })

  it('lets a stored __proto__ change no prototype', () => {
    const stored = Buffer.from('c181a95f5f70726f746f5f5f81a7697341646d696ec3', 'hex')
    const read = codec.decode(stored, flags)
    expect(Object.getPrototypeOf(read)).toBe(Object.prototype)
    expect(read).not.toHaveProperty('isAdmin')
    expect({}).not.toHaveProperty('isAdmin')
  })

  it('gives a value or a CodecError for any bytes, and for its own items with a changed byte', () => {
    const changed = fc.tuple(anyRich, fc.nat(), fc.nat(255)).map(([value, at, by]) => {
      const bytes = Uint8Array.from(codec.encode([value]).value)
      bytes[1 + (at % (bytes.length - 1))] = by
      return bytes
    })
    const garbage = fc.uint8Array({ maxLength: 100 }).map((bytes) => Uint8Array.of(0xc1, ...bytes))
    fc.assert(
      fc.property(fc.oneof(garbage, changed), (bytes) => {
        const result = failure(() => codec.decode(bytes, flags))
        expect(result instanceof Error).toBe(result instanceof CodecError)
      }),
      { numRuns: 3000 },
    )
  })

  it('can be compressed', () => {
    const small = compressed(codec, { threshold: 0 })
    const value = { at: new Date(0), text: 'long '.repeat(100) }
    const encoded = small.encode(value)
    expect(encoded.flags).toBe(521)
    expect(small.decode(encoded.value, encoded.flags)).toStrictEqual(value)
  })
})
