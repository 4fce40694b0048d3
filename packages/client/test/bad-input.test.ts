import { CodecError } from '@lmc/codec'
import { type CacheKey, InvalidKeyError } from '@lmc/keys'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Failure, MemcachedClient } from '../src/index.ts'
import { type Environment, environments } from './environments.ts'

const cycle: { self?: unknown } = {}
cycle.self = cycle

const badValues: readonly (readonly [string, unknown])[] = [
  ['undefined', undefined],
  ['a function', () => 1],
  ['a symbol', Symbol('x')],
  ['a cycle', cycle],
  ['a bigint', 1n],
  ['a bigint inside', { deep: [1n] }],
  ['NaN', Number.NaN],
  ['a Map', new Map([[1, 2]])],
]

const badKeys: readonly (readonly [string, unknown])[] = [
  ['undefined', undefined],
  ['NaN', Number.NaN],
  ['a cycle', cycle],
  ['a function', () => 1],
  ['a symbol', Symbol('x')],
  ['a bigint', 1n],
  ['a Date', new Date(0)],
  ['undefined inside', { user: { ids: [1, undefined] } }],
]

const DAY = 24 * 60 * 60

describe.each(environments)('bad input over $name', ({ start }) => {
  let environment: Environment
  let cache: MemcachedClient
  let failures: Failure[]

  beforeAll(async () => {
    environment = await start()
    failures = []
    cache = new MemcachedClient({
      transport: environment.open(),
      trackKeys: true,
      onFailure: (failure) => void failures.push(failure),
    })
  })
  afterAll(async () => {
    await cache.close()
    await environment.stop()
  })
  beforeEach(async () => {
    failures.length = 0
    await cache.invalidateAll()
    await cache.set('key', 'kept')
  })

  /** Asserts that a call has changed nothing: the old value, the list of keys, and no failure. */
  const expectNothingHappened = async (): Promise<void> => {
    await expect(cache.get('key')).resolves.toBe('kept')
    await expect(cache.keys(undefined, { verify: false })).resolves.toEqual(['key'])
    expect(failures).toEqual([])
  }

  it.each(badValues)('%s as a value is a CodecError, and the old value stays', async (_, value) => {
    await expect(cache.set('key', value)).rejects.toBeInstanceOf(CodecError)
    await expect(
      cache.setMany([
        ['other', 1],
        ['key', value],
      ]),
    ).rejects.toBeInstanceOf(CodecError)
    await expectNothingHappened()
  })

  it.each(badKeys)('%s as a key is an InvalidKeyError', async (_, key) => {
    await expect(cache.set(key as CacheKey, 1)).rejects.toBeInstanceOf(InvalidKeyError)
    await expect(
      cache.setMany([
        ['other', 1],
        [key as CacheKey, 1],
      ]),
    ).rejects.toBeInstanceOf(InvalidKeyError)
    await expect(cache.get(key as CacheKey)).rejects.toBeInstanceOf(InvalidKeyError)
    await expectNothingHappened()
  })

  it('the error for a bad key shows the path to the wrong part', async () => {
    const key: unknown = { user: { ids: [1, undefined] } }
    await expect(cache.get(key as CacheKey)).rejects.toThrow('key.user.ids[1]')
  })

  it.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])(
    'a lifetime of %d is a RangeError',
    async (lifetime) => {
      await expect(cache.set('key', 1, { lifetime })).rejects.toThrow(
        new RangeError(`Lifetime is ${lifetime}; expected a whole number of seconds, 0 for ever`),
      )
      await expect(cache.setMany([['key', 1]], { lifetime })).rejects.toBeInstanceOf(RangeError)
      await expectNothingHappened()
    },
  )

  it('a key whose text is too long for the list of keys is refused before it is stored', async () => {
    await expect(cache.set('k'.repeat(20_000), 1)).rejects.toMatchObject({
      name: 'TrackerError',
      code: 'key-too-long',
    })
    await expectNothingHappened()
  })

  it('a lifetime of 0 is for ever, and 31 days are 31 days from now', async () => {
    await cache.set('for ever', 1, { lifetime: 0 })
    await cache.set('31 days', 1, { lifetime: 31 * DAY })
    await environment.elapse(2)
    await expect(cache.get('for ever')).resolves.toBe(1)
    await expect(cache.get('31 days')).resolves.toBe(1)
  })

  it('a value above the item limit is not stored, is reported, and the old value is gone', async () => {
    await expect(cache.set('key', 'x'.repeat(2 ** 20 + 1))).resolves.toBeUndefined()
    expect(failures).toMatchObject([{ operation: 'set', key: 'key', error: { code: 'value-too-large' } }])
    await expect(cache.get('key')).resolves.toBeUndefined()
    await expect(cache.keys()).resolves.toEqual([])
  })

  it.each([
    ['broken JSON', '{"a":', 32],
    ['no number', 'seven', 2],
    ['no UTF-8', '\xff\xfe', 16],
    ['compressed', 'x', 8],
    ["another client's flags", 'x', 0xffff],
  ])('%s of another program is a miss, and is reported', async (_, text, flags) => {
    await cache.transport.set('foreign', Buffer.from(text, 'latin1'), { flags })
    await cache.set('fine', 1, { raw: true })
    await expect(cache.get('foreign', { raw: true, default: 'miss' })).resolves.toBe('miss')
    await expect(cache.getMany(['foreign', 'fine'], { raw: true })).resolves.toEqual(new Map([['fine', 1]]))
    expect(failures).toMatchObject([
      { operation: 'get', key: 'foreign', error: { name: 'CodecError' } },
      { operation: 'getMany', key: 'foreign', error: { name: 'CodecError' } },
    ])
  })

  it('names like __proto__ in the list of keys are names, and no prototype changes', async () => {
    const [index] = await segmentsOf(cache)
    const keys = ['{"__proto__":{"isAdmin":true}}', '{"a":{"__proto__":{"isAdmin":true}}}', '["__proto__"]']
    for (const json of keys) {
      await cache.transport.append(index, Buffer.from(`kzzzzzz 0 ${json}\n`))
      await cache.set(JSON.parse(json), 1)
    }
    const listed = await cache.keys()
    expect(listed.map((key) => JSON.stringify(key)).toSorted()).toEqual(['"key"', ...keys].toSorted())
    for (const key of listed) {
      if (typeof key === 'object')
        expect([Object.prototype, Array.prototype]).toContain(Object.getPrototypeOf(key))
      expect(key).not.toHaveProperty('isAdmin')
      expect(key).not.toHaveProperty('a.isAdmin')
    }
    expect({}).not.toHaveProperty('isAdmin')
    await expect(cache.invalidateMany(listed)).resolves.toBe(4)
  })

  it.each([
    ['that is a command', 'rzzzzzz 0 "a\\r\\nflush_all"'],
    ['above 250 characters', `rzzzzzz 0 "${'k'.repeat(251)}"`],
    ['of 5,000 levels', `kzzzzzz 0 ${'['.repeat(5000)}${']'.repeat(5000)}`],
    ['of 100,000 levels without end', `kzzzzzz 0 ${'['.repeat(100_000)}`],
    ['that is no number of JavaScript', 'kzzzzzz 0 1e999'],
    ['that is no key', 'kzzzzzz 0 '],
    ['of no form', `kzzzzzz zzzzzzzzzzzzzzzzzzzzz "key"`],
    ['of other bytes', '\0\xff\u00e9'.repeat(1000)],
  ])('a line %s in the list of keys is skipped, and its neighbours are listed', async (_, line) => {
    const [index] = await segmentsOf(cache)
    await cache.transport.append(index, Buffer.from(`${line}\n`, 'latin1'))
    await cache.set('after', 1)
    await expect(cache.keys()).resolves.toEqual(['key', 'after'])
    await expect(cache.get('key')).resolves.toBe('kept')
    await expect(cache.invalidateNamespace(undefined)).resolves.toBe(2)
  })

  it('bytes of another program in the index are skipped', async () => {
    const [index] = await segmentsOf(cache)
    for (const line of [
      '\xff\xfe\n',
      'nonsense\n',
      'tzzzzzzzzz\n',
      'k{broken\n',
      'k[null,{"__proto__":1}]\n',
      'r"a b"\n',
      'no end',
    ]) {
      await cache.transport.append(index, Buffer.from(line, 'latin1'))
    }
    await cache.set('after', 1)
    await expect(cache.keys()).resolves.toEqual(['key', 'after'])
    expect(failures).toMatchObject([
      { operation: 'keys', error: { name: 'TrackerError', code: 'foreign-lines' } },
    ])
    await cache.set('after all', 1)
    await expect(cache.keys()).resolves.toEqual(['key', 'after', 'after all'])
  })
})

/** The memcached keys of all segments of the index, for the client's default namespace. */
async function segmentsOf(cache: MemcachedClient): Promise<[string]> {
  const { memcachedKey } = await import('@lmc/keys')
  const first = `lmc-index:${memcachedKey('')}:0.0`
  expect(await cache.transport.hasMany([first])).toEqual(new Set([first]))
  return [first]
}
