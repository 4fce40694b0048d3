import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CodecError, type CodecErrorCode, jsonCodec } from '../../src/index.ts'

const strict = jsonCodec()
const lax = jsonCodec({ strict: false })

function failure(value: unknown): unknown {
  try {
    return strict.encode(value)
  } catch (error) {
    return error
  }
}

class Secret {
  readonly #value = 1
  reveal(): number {
    return this.#value
  }
}

class Point {
  readonly x = 1
  readonly tags: unknown
  constructor(tags?: unknown) {
    this.tags = tags
  }
}

const asArray = 'pass [...value], or take structuredCodec()'
const asPlainData = 'pass plain data made of it, or give it a toJSON() method'
const apart = 'store the bytes under a key of their own, or take structuredCodec() or msgpackCodec()'
type Refusal = [what: string, part: unknown, says: string, code?: CodecErrorCode]

const refusals: Refusal[] = [
  ['a Map', new Map([['secret', 1]]), `a value of type Map at @: JSON would write {}; ${asArray}`],
  ['an empty Set', new Set(), `a value of type Set at @: JSON would write {}; ${asArray}`],
  [
    'a Map of another realm',
    runInNewContext('new Map()'),
    `a value of type Map at @: JSON would write {}; ${asArray}`,
  ],
  ['a Promise', Promise.resolve(1), 'a value of type Promise at @: JSON would write {}; await it'],
  ['a RegExp', /secret/, `a value of type RegExp at @: JSON would write {}; ${asPlainData}`],
  ['an Error', new Error('secret'), `a value of type Error at @: JSON would write {}; ${asPlainData}`],
  [
    'an Error with a code',
    Object.assign(new TypeError('secret'), { code: 'E' }),
    `a value of type Error at @: JSON would lose what it holds; ${asPlainData}`,
  ],
  [
    'an ArrayBuffer',
    new ArrayBuffer(2),
    'a value of type ArrayBuffer at @: JSON would write {}; pass new Uint8Array(value)',
  ],
  [
    'a class with private fields only',
    new Secret(),
    `a value of type Secret at @: JSON would write {}; ${asPlainData}`,
  ],
  [
    'an instance of what has no constructor',
    Object.create(Object.create(Object.create(null))),
    `a value of type Object at @: JSON would write {}; ${asPlainData}`,
  ],
  [
    'an instance with fields, whose toJSON gives a Map',
    new (class Order {
      readonly id = 1
      toJSON(): unknown {
        return new Map()
      }
    })(),
    `a value of type Map at @: JSON would write {}; ${asArray}`,
  ],
  [
    'a Buffer',
    Buffer.from('secret'),
    `a value of type Uint8Array at @: JSON would write an object of numbers; ${apart}`,
  ],
  [
    'an empty Uint8Array',
    new Uint8Array(),
    `a value of type Uint8Array at @: JSON would write an object of numbers; ${apart}`,
  ],
  [
    'a Float64Array',
    Float64Array.of(1),
    `a value of type Float64Array at @: JSON would write an object of numbers; ${apart}`,
  ],
  ['NaN', Number.NaN, 'NaN at @: JSON would write null; store null or a string instead', 'not-finite'],
  [
    '-Infinity',
    -Infinity,
    '-Infinity at @: JSON would write null; store null or a string instead',
    'not-finite',
  ],
  [
    'an invalid Date',
    new Date(Number.NaN),
    'an invalid Date at @: JSON would write null; store null or a string instead',
    'not-finite',
  ],
  [
    'a toJSON that gives a Map',
    { toJSON: () => new Map() },
    `a value of type Map at @: JSON would write {}; ${asArray}`,
  ],
]

const onlyInObjects: Refusal[] = [
  ['a function', () => 1, 'a function at @: JSON would leave it out; store plain data'],
  ['a symbol', Symbol('secret'), 'a symbol at @: JSON would leave it out; store plain data'],
]

const onlyInArrays: Refusal[] = [
  ['undefined', undefined, 'undefined at @: JSON would write null; store null instead'],
  ['a function', () => 1, 'a function at @: JSON would write null; store plain data'],
  ['a symbol', Symbol('secret'), 'a symbol at @: JSON would write null; store plain data'],
]

describe('jsonCodec, strict as it comes', () => {
  it.each<Refusal>([...refusals, ...onlyInObjects])(
    'refuses %s that a field holds',
    (_, tags, says, code) => {
      for (const value of [
        { user: { tags } },
        { user: { a: 1, tags, b: [tags] } },
        { user: new Point(tags) },
      ]) {
        const error = failure(value)
        expect(error).toBeInstanceOf(CodecError)
        const message = `Cannot store ${says.replace('@', 'value.user.tags')}`
        expect(error).toMatchObject({ code: code ?? 'unsupported-type', message })
        expect(() => lax.encode(value)).not.toThrow()
      }
    },
  )

  it.each<Refusal>([...refusals, ...onlyInArrays])(
    'refuses %s that an array holds',
    (_, part, says, code) => {
      const error = failure([1, [part]])
      const message = `Cannot store ${says.replace('@', 'value[1][0]')}`
      expect(error).toMatchObject({ code: code ?? 'unsupported-type', message })
      expect(() => lax.encode([1, [part]])).not.toThrow()
    },
  )

  it('refuses a hole in an array, which JSON fills with null', () => {
    // oxlint-disable-next-line no-sparse-arrays
    expect(failure([1, , 3])).toMatchObject({
      message: 'Cannot store undefined at value[1]: JSON would write null; store null instead',
    })
  })

  it('refuses a part that is lost behind a toJSON method', () => {
    const value = { order: { toJSON: () => ({ lines: [{ price: Number.NaN }] }) } }
    expect(failure(value)).toMatchObject({
      message: expect.stringContaining('NaN at value.order.lines[0].price:'),
    })
  })

  it.each<[string, unknown]>([
    ['fields that are undefined', { a: undefined }],
    ['a Date', { at: new Date(0), of: [new Date(0)] }],
    ['a Date of another realm', { at: runInNewContext('new Date(0)') }],
    ['a URL, which has a toJSON method', { url: new URL('http://localhost/') }],
    ['a Map with a toJSON method', { map: Object.assign(new Map(), { toJSON: () => ({}) }) }],
    ['a Uint8Array with a toJSON method', [Object.assign(new Uint8Array(1), { toJSON: () => 'AA==' })]],
    [
      'a Uint8Array whose toJSON gives null, or an object with a type',
      [null, { type: 'bytes' }].map((json) => Object.assign(new Uint8Array(1), { toJSON: () => json })),
    ],
    [
      'null and an empty object without a prototype, beside a URL',
      [null, Object.create(null), new URL('http://localhost/')],
    ],
    ['a class with fields', [new Point(), new Point([1])]],
    ['an object of another realm, empty or not', runInNewContext('[{}, [], { a: 1 }]')],
    ['an object without a prototype', [Object.create(null), Object.assign(Object.create(null), { a: 1 })]],
    ['boxed values', [Object(1), Object('a'), Object(true)]],
    [
      'arguments',
      [
        (function list() {
          return arguments
        })(),
      ],
    ],
    ['what occurs twice', ((shared) => [shared, { shared }])({ a: [1] })],
  ])('stores %s, like without strict', (_, value) => {
    expect(strict.encode(value)).toEqual(lax.encode(value))
  })

  it('stores any JSON value with the same bytes as without strict', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(strict.encode(value)).toEqual(lax.encode(value))
      }),
    )
  })

  it('finds a lost part anywhere in any JSON value', () => {
    const anyLoss = fc.constantFrom<unknown>(
      new Map(),
      Number.NaN,
      new Secret(),
      Uint8Array.of(1),
      () => 1,
      /a/,
    )
    const anyValue = fc.letrec((tie) => ({
      value: fc.oneof(
        { weight: 1, arbitrary: anyLoss },
        { weight: 3, arbitrary: fc.array(tie('value'), { minLength: 1, maxLength: 1 }) },
        {
          weight: 3,
          arbitrary: fc.tuple(fc.string(), tie('value')).map(([name, value]) => ({ [name]: value })),
        },
        { weight: 3, arbitrary: fc.tuple(fc.jsonValue(), tie('value'), fc.jsonValue()) },
      ),
    })).value
    fc.assert(
      fc.property(anyValue, (value) => {
        expect(failure([value])).toMatchObject({ name: 'CodecError' })
      }),
      { numRuns: 500 },
    )
  })

  it('stores a value of many levels or refuses it as too deep, and refuses a loss at its bottom', () => {
    for (const levels of [100, 1000, 5000]) {
      const nested = (text: string): unknown => JSON.parse('['.repeat(levels) + text + ']'.repeat(levels))
      const whole = failure(nested('1'))
      if (whole instanceof Error) expect(whole).toMatchObject({ code: 'too-deep' })
      let lossy: unknown = new Map()
      for (let level = 0; level < levels; level++) lossy = [lossy]
      expect(failure(lossy)).toBeInstanceOf(CodecError)
    }
    expect(failure(JSON.parse(`${'['.repeat(1000)}${']'.repeat(1000)}`))).toMatchObject({ flags: 48 })
  })

  it('shows a path of 8 names and a name of 40 characters as a whole', () => {
    let value: unknown = { ['n'.repeat(40)]: /a/ }
    for (let level = 0; level < 7; level++) value = { level: value }
    expect(failure(value)).toMatchObject({
      message: expect.stringContaining(`at value${'.level'.repeat(7)}.${'n'.repeat(40)}: JSON`),
    })
  })

  it('shows the end of a long path, and the beginning of a long name', () => {
    let value: unknown = { ['secret'.repeat(20)]: /a/ }
    for (let level = 0; level < 20; level++) value = { level: value, [String(level)]: 'secret' }
    expect(failure(value)).toMatchObject({
      message: expect.stringContaining(
        `at value…${'.level'.repeat(7)}["${'secret'.repeat(7).slice(0, 40)}…"]: JSON`,
      ),
    })
    expect(failure({ 'a b': { '': [/a/] } })).toMatchObject({
      message: expect.stringContaining('at value["a b"][""][0]: JSON'),
    })
  })

  it('refuses a loss also when a getter fails now and then', () => {
    let reads = 0
    const value = {
      get tags(): unknown {
        if (reads++ === 1) throw new Error('secret')
        return new Map()
      },
    }
    expect(failure(value)).toMatchObject({
      message: `Cannot store a value of type Map at value.tags: JSON would write {}; ${asArray}`,
    })
  })

  it('refuses a value with a getter that fails from the second time on, and has its error as the cause', () => {
    const cause = new Error('secret')
    let reads = 0
    const value = {
      get price(): number {
        if (reads++ > 0) throw cause
        return 1
      },
    }
    expect(failure(value)).toMatchObject({ code: 'to-json-failed', cause })
  })

  it.each<[string, unknown, string]>([
    ['a function in an object', { save: () => 1 }, '{}'],
    [
      'the message of an Error that has a code',
      Object.assign(new Error('secret'), { code: 'E' }),
      '{"code":"E"}',
    ],
    ['the moment of an invalid Date', new Date(Number.NaN), 'null'],
    ['nothing of an empty object without a prototype', Object.create(null), '{}'],
  ])('loses %s silently without strict', (_, value, text) => {
    expect(lax.encode(value)).toEqual({ value: Buffer.from(text), flags: 48 })
  })

  it('refuses a value that is lost as a whole, also without strict', () => {
    for (const value of [new Map(), new Secret(), new Error('secret'), new URLSearchParams()])
      expect(() => lax.encode(value)).toThrow(CodecError)
    expect(() => lax.encode(Object.assign(new Map(), { toJSON: () => ({}) }))).not.toThrow()
  })

  it('is strict unless told otherwise', () => {
    for (const codec of [jsonCodec(), jsonCodec({}), jsonCodec({ strict: true })])
      expect(() => codec.encode({ a: Number.NaN })).toThrow(expect.objectContaining({ code: 'not-finite' }))
    expect(() => jsonCodec({ strict: false }).encode({ a: Number.NaN })).not.toThrow()
  })

  it('refuses an option of another type', () => {
    expect(() => jsonCodec(JSON.parse('{ "strict": 1 }'))).toThrow(
      new TypeError('strict is 1; it is true or false'),
    )
  })
})
