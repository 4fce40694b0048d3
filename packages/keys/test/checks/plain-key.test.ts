import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CacheKey, cacheKey, canonicalText, InvalidKeyError, plainKey } from '../../src/index.ts'
import { anyKey } from '../arbitraries.ts'

class User {
  readonly #id: number

  constructor(id: number) {
    this.#id = id
  }

  [cacheKey](): CacheKey {
    return ['user', this.#id]
  }
}

/** Calls with a key that TypeScript would refuse. */
function refused(key: unknown): unknown {
  try {
    return Reflect.apply(plainKey, undefined, [key])
  } catch (error) {
    return error
  }
}

function nested(levels: number): unknown {
  return JSON.parse('['.repeat(levels) + ']'.repeat(levels))
}

describe('plainKey', () => {
  it.each(['user:42', '', 42, -1.5, true, null])('%j is returned unchanged', (key) => {
    expect(plainKey(key)).toBe(key)
  })

  it('plain data is returned as a copy with the same JSON as every equal key', () => {
    const key = { b: [1, { d: 1, c: 2 }], a: null }
    expect(plainKey(key)).toEqual(key)
    expect(plainKey(key)).not.toBe(key)
    expect(JSON.stringify(plainKey(key))).toBe('{"a":null,"b":[1,{"c":2,"d":1}]}')
  })

  it('the JSON of a plain key is another way to write the same key', () => {
    fc.assert(
      fc.property(anyKey, ({ key }) => {
        expect(canonicalText(JSON.parse(JSON.stringify(plainKey(key))))).toBe(canonicalText(key))
      }),
    )
  })

  it('the result of a method [cacheKey] replaces its object, at any depth', () => {
    const shape = { [cacheKey]: () => ({ owner: new User(7) }) }
    expect(plainKey([new User(42), { shape }])).toEqual([['user', 42], { shape: { owner: ['user', 7] } }])
    expect(canonicalText(new User(42))).toBe(canonicalText(['user', 42]))
  })

  it("[cacheKey] is Symbol.for('lmc.cacheKey'), so a class needs no import", () => {
    const key = { [Symbol.for('lmc.cacheKey')]: () => 'me' }
    expect(refused(key)).toBe('me')
  })

  it('an array or a Date may have a method [cacheKey] as well', () => {
    expect(plainKey(Object.assign([1], { [cacheKey]: () => 'list' }))).toBe('list')
    expect(plainKey(Object.assign(new Date(0), { [cacheKey]: () => 'day' }))).toBe('day')
  })

  it('__proto__ is a name like any other', () => {
    const key = JSON.parse('{"__proto__":{"admin":true},"a":1}')
    const plain = plainKey(key)
    expect(JSON.stringify(plain)).toBe('{"__proto__":{"admin":true},"a":1}')
    expect(Object.getPrototypeOf(plain)).toBe(Object.prototype)
    expect(canonicalText(key)).not.toBe(canonicalText({ a: 1 }))
  })

  it('objects without prototype, and plain objects of another realm, are plain', () => {
    expect(plainKey(Object.assign(Object.create(null), { a: 1 }))).toEqual({ a: 1 })
    expect(plainKey(runInNewContext('({ a: [1] })'))).toEqual({ a: [1] })
    expect(refused(runInNewContext('new Date(0)'))).toMatchObject({ code: 'unsupported-type' })
  })

  it('properties that are not enumerable or not own are no part of the key', () => {
    const key = Object.defineProperty({ a: 1 }, 'hidden', { value: 2 })
    expect(plainKey(key)).toEqual({ a: 1 })
    expect(plainKey(Object.defineProperty({ a: 1 }, Symbol('hidden'), { value: 2 }))).toEqual({ a: 1 })
  })

  it('an object is not plain because its prototype has a method of Object.prototype', () => {
    const prototype = { isPrototypeOf: () => true }
    expect(refused(Object.create(prototype))).toMatchObject({ code: 'unsupported-type' })
  })

  it('an accessor is read once', () => {
    let reads = 0
    const key = {
      get a() {
        return ++reads
      },
    }
    expect(plainKey(key)).toEqual({ a: 1 })
  })

  it('the error of an accessor or of a method [cacheKey] is not caught', () => {
    const problem = new Error('not loaded')
    const fail = (): never => {
      throw problem
    }
    expect(() => plainKey([Object.defineProperty({}, 'a', { get: fail, enumerable: true })])).toThrow(problem)
    expect(() => plainKey({ user: { [cacheKey]: fail } })).toThrow(problem)
  })

  it('500 levels are a key, and 501 are not; a method [cacheKey] is a level', () => {
    expect(refused(nested(500))).toEqual(nested(500))
    expect(refused(nested(501))).toMatchObject({ code: 'too-deep' })
    expect(refused({ [cacheKey]: () => nested(499) })).toEqual(nested(499))
    expect(refused({ [cacheKey]: () => nested(500) })).toMatchObject({ code: 'too-deep' })
    expect(refused(nested(500_000))).toMatchObject({ code: 'too-deep' })
  })

  it('the message shows both ends of a long path', () => {
    const { message } = refused(nested(501)) as Error
    expect(message).toMatch(/^key(\[0\]){20,}.*….*\[0\] is nested deeper than 500 levels$/)
    expect(message.length).toBeLessThan(200)
  })

  it('an object that occurs twice, but not inside itself, is no cycle', () => {
    const shared = { a: 1 }
    expect(plainKey([shared, shared])).toEqual([{ a: 1 }, { a: 1 }])
  })

  const cyclic: Record<string, unknown> = {}
  cyclic['users'] = [{ back: cyclic }]
  const itsOwnName = { [cacheKey]: (): unknown => itsOwnName }
  const endless = (): unknown => ({ [cacheKey]: endless })
  class Session {
    readonly id = 1
  }
  const nameless = Object.create(Object.create(null))
  // oxlint-disable-next-line no-sparse-arrays
  const holes = [1, , 3]
  const madeOf = 'a cache key is made of strings, numbers, booleans, null, arrays and plain objects'
  const giveName = 'give it a [cacheKey]() method or pass plain data'
  const properties =
    'an array in a cache key has nothing but items, an object only properties named by strings'

  it.each<[unknown, string, string]>([
    [undefined, 'unsupported-type', `key is undefined; ${madeOf}`],
    [{ user: { ids: [1, 2, 3, undefined] } }, 'unsupported-type', `key.user.ids[3] is undefined; ${madeOf}`],
    [() => 1, 'unsupported-type', `key is a function; ${madeOf}`],
    [[Symbol('s')], 'unsupported-type', `key[0] is a symbol; ${madeOf}`],
    [{ id: 1n }, 'unsupported-type', 'key.id is a bigint; write it as a string'],
    [holes, 'unsupported-type', `key[1] is an array hole; ${madeOf}`],
    [{ 'a b': { at: new Date(0) } }, 'unsupported-type', `key["a b"].at is an instance of Date; ${giveName}`],
    [new Map(), 'unsupported-type', `key is an instance of Map; ${giveName}`],
    [new Set(), 'unsupported-type', `key is an instance of Set; ${giveName}`],
    [new Uint8Array(2), 'unsupported-type', `key is an instance of Uint8Array; ${giveName}`],
    [Object('boxed'), 'unsupported-type', `key is an instance of String; ${giveName}`],
    [new Session(), 'unsupported-type', `key is an instance of Session; ${giveName}`],
    [nameless, 'unsupported-type', `key is an instance of a class; ${giveName}`],
    [Object.create({ a: 1 }), 'unsupported-type', `key is an instance of Object; ${giveName}`],
    [
      { user: { [cacheKey]: 'me' } },
      'unsupported-type',
      'key.user has a [cacheKey] of type string; it is a method',
    ],
    [
      { user: { [cacheKey]: () => undefined } },
      'unsupported-type',
      `key.user[cacheKey]() is undefined; ${madeOf}`,
    ],
    [{ [Symbol('tag')]: 1 }, 'unsupported-property', `key[Symbol(tag)] is no part of a key; ${properties}`],
    [/(?<year>.)/.exec('x'), 'unsupported-property', `key.index is no part of a key; ${properties}`],
    [Number.NaN, 'not-finite', 'key is NaN; numbers in a cache key are finite'],
    [[-Infinity], 'not-finite', 'key[0] is -Infinity; numbers in a cache key are finite'],
    [cyclic, 'cyclic', 'key.users[0].back holds itself; a cache key has no cycle'],
    [itsOwnName, 'cyclic', 'key[cacheKey]() holds itself; a cache key has no cycle'],
  ])('%o is refused', (key, code, message) => {
    expect(refused(key)).toMatchObject({ name: 'InvalidKeyError', code, message })
  })

  it('an array of 4,294,967,295 holes is refused at the first', () => {
    expect(refused(Object.assign([], { length: 2 ** 32 - 1 }))).toMatchObject({ code: 'unsupported-type' })
  })

  it('a method [cacheKey] that always returns a new object ends in an error', () => {
    expect(refused(endless())).toMatchObject({ code: 'too-deep' })
  })

  it('an InvalidKeyError is an Error whose only own key is its code', () => {
    const error = new InvalidKeyError('cyclic', 'message')
    expect(error).toBeInstanceOf(Error)
    expect(Object.keys(error)).toEqual(['code'])
    expect(String(error)).toBe('InvalidKeyError: message')
  })
})
