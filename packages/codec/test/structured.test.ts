import { isDeepStrictEqual } from 'node:util'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compressed } from '../src/compressed.ts'
import { CodecError, Flag, jsonCodec } from '../src/index.ts'
import { structuredCodec } from '../src/structured.ts'
import { anyValue } from './arbitraries.ts'
import { knownAnswers } from './known-answers.ts'

const codec = structuredCodec()
const flags = Flag.text | Flag.structured
const json = jsonCodec()

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

function roundTrip(value: unknown): unknown {
  const encoded = codec.encode(value)
  return codec.decode(encoded.value, encoded.flags)
}

/** To change a line is to orphan every item of its kind, in every cache. */
const ownAnswers: readonly (readonly [value: unknown, text: string])[] = [
  [{}, '[{}]'],
  [{ name: 'Jörg', ids: [1, 2] }, '[{"name":1,"ids":2},"Jörg",[3,4],1,2]'],
  [new Date(0), '[["Date","1970-01-01T00:00:00.000Z"]]'],
  [new Date(Number.NaN), '[["Date",""]]'],
  [new Map([['a', new Set([1])]]), '[["Map",1,2],"a",["Set",3],1]'],
  [12n, '[["BigInt","12"]]'],
  [Number.NaN, '-3'],
  [[undefined, -0, -Infinity], '[[-1,-6,-5]]'],
  [{ at: Uint8Array.of(1, 2) }, '[{"at":1},["Uint8Array",2],["ArrayBuffer","AQI="]]'],
  [Float64Array.of(1.5), '[["Float64Array",1],["ArrayBuffer","AAAAAAAA+D8="]]'],
  [/a/gi, '[["RegExp","a","gi"]]'],
  [['\uD83D'], String.raw`[[1],"\ud83d"]`],
]

const scalar = fc.oneof(
  // The codec refuses this name.
  anyValue.filter((value) => !JSON.stringify(value).includes('"__proto__":')),
  fc.bigInt(),
  fc.date({ noInvalidDate: true }),
  fc.double(),
  fc.constantFrom<unknown>(
    undefined,
    /a[b]/u,
    Int16Array.of(1, -2),
    BigUint64Array.of(3n),
    new ArrayBuffer(3),
  ),
)
const anyRich = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(
      fc.string().filter((name) => name !== '__proto__'),
      tie('value'),
      { maxKeys: 4 },
    ),
    fc.array(fc.tuple(tie('value'), tie('value')), { maxLength: 4 }).map((entries) => new Map(entries)),
    fc.array(tie('value'), { maxLength: 4 }).map((items) => new Set(items)),
  ),
})).value

describe('structuredCodec', () => {
  it.each(ownAnswers)('%o is %s, marked as text and structured', (value, text) => {
    const encoded = codec.encode(value)
    expect(new TextDecoder().decode(encoded.value)).toBe(text)
    expect(encoded.flags).toBe(272)
    expect(codec.decode(utf8(text), 272)).toStrictEqual(value)
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

  it('keeps one object that occurs twice, and an object that holds itself', () => {
    const shared = { a: 1 }
    const value: { list: unknown[]; self?: unknown; map: Map<unknown, unknown> } = {
      list: [shared, shared],
      map: new Map(),
    }
    value.self = value
    value.map.set(value, value.map)
    const read = roundTrip(value) as typeof value
    expect(read.list[0]).toBe(read.list[1])
    expect(read.self).toBe(read)
    expect(read.map.get(read)).toBe(read.map)
  })

  it('stores only the bytes of a view, not its whole buffer', () => {
    const pool = Buffer.from('secret bytes secret')
    const views = [pool.subarray(7, 12), new Uint8Array(pool.buffer, pool.byteOffset + 7, 5)]
    const text = Buffer.from(codec.encode({ views }).value).toString()
    expect(Buffer.from(text, 'latin1').includes(Buffer.from('secret').toString('base64'))).toBe(false)
    expect(text.length).toBeLessThan(150)
    expect(roundTrip({ views })).toEqual({ views: [utf8('bytes'), utf8('bytes')] })
    expect(roundTrip(new DataView(new ArrayBuffer(8), 2, 3))).toHaveProperty('byteLength', 3)
    expect(roundTrip([new Uint16Array(new ArrayBuffer(8), 2, 2)])).toStrictEqual([new Uint16Array(2)])
  })

  it('keeps one buffer for two views of the whole of it', () => {
    const buffer = Uint8Array.of(1, 2, 3, 4).buffer
    const [bytes, words] = roundTrip([new Uint8Array(buffer), new Uint16Array(buffer)]) as [
      Uint8Array,
      Uint16Array,
    ]
    expect(bytes).toStrictEqual(Uint8Array.of(1, 2, 3, 4))
    expect(words.buffer).toBe(bytes.buffer)
  })

  it('keeps the types of another realm', () => {
    expect(roundTrip(runInNewContext('[new Map([[1, new Date(0)]]), Uint8Array.of(1)]'))).toStrictEqual([
      new Map([[1, new Date(0)]]),
      Uint8Array.of(1),
    ])
  })

  it('keeps a URL', () => {
    expect(String(roundTrip(new URL('http://localhost/a')))).toBe('http://localhost/a')
  })

  it('keeps instances of a class that has a reducer and a reviver', () => {
    class Money {
      readonly cents: number
      constructor(cents: number) {
        this.cents = cents
      }
    }
    const withMoney = structuredCodec({
      reducers: { Money: (part) => part instanceof Money && [part.cents] },
      revivers: { Money: (stored) => new Money((stored as [number])[0]) },
    })
    const encoded = withMoney.encode({ price: new Money(990) })
    expect(withMoney.decode(encoded.value, encoded.flags)).toStrictEqual({ price: new Money(990) })
    expect(failure(() => codec.decode(encoded.value, encoded.flags))).toMatchObject({ code: 'malformed' })
  })

  class Foo {
    readonly x = 1
  }

  it.each<[string, unknown, string]>([
    ['undefined', undefined, 'Cannot store undefined; store null instead'],
    ['a function', () => 1, 'Cannot store a function; store plain data'],
    [
      'a function inside',
      { user: { save: [() => 1] } },
      'Cannot store a function at value.user.save[0]; store plain data',
    ],
    ['a symbol inside', { 'a b': Symbol('x') }, 'Cannot store a symbol at value["a b"]; store plain data'],
    [
      'an instance of a class',
      { a: new Foo() },
      'Cannot store a value of type Foo at value.a; pass plain data made of it, or give structuredCodec() a reducer for it',
    ],
    [
      'a WeakMap',
      new WeakMap(),
      'Cannot store a value of type WeakMap; pass plain data made of it, or give structuredCodec() a reducer for it',
    ],
    ['a promise', [Promise.resolve('secret')], 'Cannot store a value of type Promise at value[0]; await it'],
    [
      'a field named __proto__',
      JSON.parse('{"a":{"__proto__":1}}'),
      'Cannot store an object with symbols or __proto__ among its names at value.a; use other names',
    ],
    [
      'a field named by a symbol',
      { [Symbol('a')]: 1 },
      'Cannot store an object with symbols or __proto__ among its names; use other names',
    ],
  ])('refuses %s', (_, value, message) => {
    const error = failure(() => codec.encode(value))
    expect(error).toBeInstanceOf(CodecError)
    expect(error).toMatchObject({ code: 'unsupported-type', message })
    expect(error).not.toHaveProperty('cause')
  })

  it('refuses 100,000 levels as too deep, and a getter that throws with its error as cause', () => {
    const deep: unknown = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000))
    expect(failure(() => codec.encode(deep))).toMatchObject({
      code: 'too-deep',
      message: 'Cannot store an object of so many levels; make it flatter',
      cause: expect.any(RangeError),
    })
    const cause = new Error('secret')
    const value = {
      get a(): never {
        throw cause
      },
    }
    expect(failure(() => codec.encode(value))).toMatchObject({
      code: 'to-json-failed',
      message: 'Cannot store a value of which a getter or a reducer fails; see the cause',
      cause,
    })
  })

  it('shows the end of a long path', () => {
    let value: unknown = () => 1
    for (let level = 0; level < 100; level++) value = { level: value }
    const error = failure(() => codec.encode(value))
    expect(error).toMatchObject({
      message: expect.stringMatching(/^Cannot store a function at value….{200}; store/),
    })
  })

  it('shows a path of 200 characters as a whole', () => {
    let value: unknown = { a: () => 1 }
    for (let level = 0; level < 33; level++) value = { level: value }
    expect(failure(() => codec.encode(value))).toMatchObject({
      message: `Cannot store a function at value${'.level'.repeat(33)}.a; store plain data`,
    })
  })

  it.each([
    '',
    '{}',
    '[]',
    '[1',
    '7',
    '[["Nothing",1]]',
    '[["Uint8Array",0]]',
    '[["BigInt","x"]]',
    '[{"__proto__":1},{"isAdmin":true}]',
    '[["null","__proto__",0]]',
    '[{"a":99}]',
    '['.repeat(500_000),
  ])('refuses %.40s as malformed, without quoting it', (text) => {
    const error = failure(() => codec.decode(utf8(text), flags))
    expect(error).toMatchObject({
      name: 'CodecError',
      code: 'malformed',
      message: 'Stored value is of structuredCodec by its flags, but cannot be parsed',
    })
    expect(error).not.toHaveProperty('cause')
    expect({}).not.toHaveProperty('isAdmin')
  })

  it('a list of a few bytes that announces 4 billion items costs no memory', () => {
    const before = process.memoryUsage().rss
    expect(codec.decode(utf8('[[-7,4294967295,0,0]]'), flags)).toHaveLength(4294967295)
    expect(process.memoryUsage().rss - before).toBeLessThan(50 * 1024 * 1024)
  })

  it('gives a value or a CodecError for any text, and for its own items with a changed part', () => {
    const changed = fc
      .tuple(anyRich, fc.nat(), fc.constantFrom('', '0', '-1', '[', '"', ',', '9'))
      .map(([value, at, by]) => {
        const text = new TextDecoder().decode(codec.encode([value]).value)
        return `${text.slice(0, at % text.length)}${by}${text.slice((at % text.length) + 1)}`
      })
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), changed), (text) => {
        const result = failure(() => codec.decode(utf8(text), flags))
        expect(result instanceof Error).toBe(result instanceof CodecError)
      }),
      { numRuns: 2000 },
    )
  })

  it('can be compressed', () => {
    const small = compressed(codec, { threshold: 0 })
    const value = { at: new Date(0), text: 'long '.repeat(100) }
    const encoded = small.encode(value)
    expect(encoded.flags).toBe(280)
    expect(small.decode(encoded.value, encoded.flags)).toStrictEqual(value)
  })
})
