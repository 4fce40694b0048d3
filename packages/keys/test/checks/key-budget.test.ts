import { describe, expect, it } from 'vitest'
import { type CacheKey, InvalidKeyError, memcachedKey } from '../../src/index.ts'

const most = 1_048_576

function refused(key: CacheKey, namespace?: string): unknown {
  try {
    memcachedKey(key, { namespace })
  } catch (error) {
    return error
  }
  return undefined
}

describe('memcachedKey', () => {
  it(`accepts a key and a namespace of ${most} characters each`, () => {
    expect(memcachedKey('x'.repeat(most), { namespace: 'ä'.repeat(most) })).toMatch(/^[\da-f]{32}$/)
  })

  it.each<[string, CacheKey]>([
    ['a string', 'x'.repeat(most + 1)],
    ['a string of 68 million', 'ä'.repeat(68_000_000)],
    ['a string in an array', ['x'.repeat(most)]],
    ['many small things', Array.from({ length: 70_000 }, () => 0)],
    ['the name of a property', { ['x'.repeat(most)]: 1 }],
    ['a million properties', Object.fromEntries(Array.from({ length: 1_000_000 }, (_, i) => [i, i]))],
    ['a few nested arrays with a nearly endless text', doubled(60)],
  ])('refuses a longer key: %s', (_, key) => {
    const error = refused(key)
    expect(error).toBeInstanceOf(InvalidKeyError)
    expect(error).toMatchObject({
      code: 'too-long',
      message: `key has more than ${most} characters; name the value by less, such as a digest`,
    })
  })

  it('counts each property, also one without a name and a value', () => {
    const names = (count: number): CacheKey =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`${100_000 + index}`, null]))
    // 16 for the object, and for each property 6 for its name, 16 for itself and 16 for its value.
    const fitting = Math.floor((most - 16) / 38)
    expect(refused(names(fitting))).toBeUndefined()
    expect(refused(names(fitting + 1))).toMatchObject({ code: 'too-long' })
  })

  it('accepts an array of exactly so many characters', () => {
    expect(refused(['x'.repeat(most - 32)])).toBeUndefined()
    expect(refused(['x'.repeat(most - 31)])).toMatchObject({ code: 'too-long' })
  })

  it('refuses a longer namespace, also of a raw key, without showing it', () => {
    for (const raw of [true, false]) {
      const call = (): string => memcachedKey('a', { namespace: 'x'.repeat(most + 1), raw })
      const message = `Namespace has ${most + 1} characters, of at most ${most}`
      expect(call).toThrow(expect.objectContaining({ code: 'too-long', message }))
    }
  })

  it('refuses a raw key of 68 million characters by its length', () => {
    const call = (): string => memcachedKey('ä'.repeat(68_000_000), { raw: true })
    expect(call).toThrow(expect.objectContaining({ code: 'raw-length' }))
  })
})

function doubled(times: number): CacheKey {
  let key: CacheKey = ['x']
  for (let i = 0; i < times; i++) key = [key, key]
  return key
}
