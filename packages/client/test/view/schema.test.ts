import type { StandardSchemaV1 } from '@standard-schema/spec'
import { type } from 'arktype'
import * as v from 'valibot'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, expectTypeOf, it } from 'vitest'
import * as z from 'zod'
import { MemoryTransport } from '@lmc/transport-memory'
import { type Failure, MemcachedClient } from '../../src/index.ts'
import { type Environment, environments } from '../environments.ts'

interface User {
  name: string
  age: number
}

/** A slow schema that quotes the value. */
const slow: StandardSchemaV1<User> = {
  '~standard': {
    version: 1,
    vendor: 'slow',
    validate: async (value) => {
      await new Promise((resolve) => void setTimeout(resolve, 5))
      const { name, age } = Object(value) as Partial<User>
      if (typeof name === 'string' && typeof age === 'number') return { value: { name, age } }
      return { issues: [{ message: `no user: ${JSON.stringify(value)}`, path: [{ key: 'age' }] }] }
    },
  },
}

const libraries: readonly { readonly library: string; readonly schema: StandardSchemaV1<User> }[] = [
  { library: 'zod', schema: z.object({ name: z.string(), age: z.number() }) },
  { library: 'valibot', schema: v.object({ name: v.string(), age: v.number() }) },
  { library: 'arktype', schema: type({ name: 'string', age: 'number' }) },
  { library: 'one that gives promises', schema: slow },
]

describe.each(environments)('a view with a schema over $name', ({ start }) => {
  let environment: Environment
  let cache: MemcachedClient
  let failures: Failure[]

  beforeAll(async () => {
    environment = await start()
  })
  beforeEach(async () => {
    failures = []
    cache = new MemcachedClient({
      transport: environment.open(),
      trackKeys: true,
      onFailure: (failure) => failures.push(failure),
    })
    await cache.invalidateAll()
  })
  afterEach(() => cache.close())
  afterAll(() => environment.stop())

  describe.each(libraries)('of $library', ({ schema }) => {
    const ada: User = { name: 'Ada', age: 36 }

    it('returns a value that fits', async () => {
      const users = cache.view({ schema })
      await expect(users.set('ada', ada)).resolves.toBeTypeOf('string')
      await users.setMany([['bob', { name: 'Bob', age: 7 }]], { dependencies: ['people'] })
      await expect(users.get('ada')).resolves.toEqual(ada)
      await expect(users.getMany(['ada', 'bob'])).resolves.toEqual(
        new Map([
          ['ada', ada],
          ['bob', { name: 'Bob', age: 7 }],
        ]),
      )
      expect(failures).toEqual([])
    })

    it('takes a stored value that does not fit for a miss, and reports it without the value', async () => {
      await cache.set('old', { name: 'a secret', age: 'a secret' })
      await cache.set('other', 'a secret')
      const users = cache.view({ schema, failures: 'throw' })
      await expect(users.get('old', { default: null })).resolves.toBeNull()
      await expect(users.has('old')).resolves.toBe(false)
      await expect(users.getMany(['old', 'other'])).resolves.toEqual(new Map())
      await expect(users.hasMany(['old', 'other'])).resolves.toEqual(new Set())
      expect(failures.map(({ operation, key, error }) => [operation, key, error])).toEqual(
        [
          ['get', 'old'],
          ['has', 'old'],
          ['getMany', 'old'],
          ['getMany', 'other'],
          ['hasMany', 'old'],
          ['hasMany', 'other'],
        ].map(([operation, key]) => [
          operation,
          key,
          expect.objectContaining({ name: 'SchemaError', code: 'invalid-stored-value', issues: [] }),
        ]),
      )
      for (const { error } of failures) expect(error.message).toMatch(/^Stored value does not fit the schema/)
      expect(failures[0]?.error.message).toBe('Stored value does not fit the schema at age')
      expect(JSON.stringify(failures.map(({ error }) => [error, error.message, error.cause]))).not.toContain(
        'a secret',
      )
      expect(cache.counters).toMatchObject({ hits: 0, misses: 6, failures: 6 })
    })

    it('does not touch a stored value that does not fit', async () => {
      const users = cache.view({ schema, failures: 'throw' })
      await users.set('ada', { name: 'Ada', age: 36 })
      await cache.set('old', { name: 'Ada' })
      await expect(users.touch('ada', 60)).resolves.toBe(true)
      await expect(users.touch('old', 60)).resolves.toBe(false)
      await expect(cache.touch('old', 60)).resolves.toBe(true)
      expect(failures.map(({ operation, key, error }) => [operation, key, error.name])).toEqual([
        ['touch', 'old', 'SchemaError'],
      ])
    })

    it('refuses to store a value that does not fit, before anything is sent', async () => {
      const users = cache.view({ schema })
      const wrong: User = Object.assign({ name: 'Eve' }, { age: Number.parseInt('7', 10) })
      Reflect.set(wrong, 'age', 'seven')
      const refused = { name: 'SchemaError', code: 'invalid-value' }
      const error: unknown = await users.set('eve', wrong).catch((reason: unknown) => reason)
      expect(error).toMatchObject(refused)
      expect(error).toMatchObject({ issues: [{ message: expect.any(String) }] })
      expect(String(error)).toMatch(/^SchemaError: Value does not fit the schema at age: ./)
      await expect(users.set('eve', wrong, { dependencies: ['x'] })).rejects.toMatchObject(refused)
      const entries = [
        ['ada', ada],
        ['eve', wrong],
      ] as const
      await expect(users.setMany(entries)).rejects.toMatchObject(refused)
      await expect(cache.getMany(['ada', 'eve'])).resolves.toEqual(new Map())
      await expect(cache.keys(undefined, { verify: false })).resolves.toEqual([])
      expect(failures).toEqual([])
    })

    it('keeps the order of the calls for a key', async () => {
      const users = cache.view({ schema })
      const first = users.set('ada', { name: 'Ada', age: 1 })
      const second = users.set('ada', { name: 'Ada', age: 2 }, { dependencies: ['x'] })
      const between = users.get('ada')
      const third = users.set('ada', { name: 'Ada', age: 3 })
      await expect(between).resolves.toEqual({ name: 'Ada', age: 2 })
      await expect(users.get('ada')).resolves.toEqual({ name: 'Ada', age: 3 })
      await Promise.all([first, second, third])
    })

    it('is the schema of the views of the view as well', async () => {
      const users = cache.view({ schema }).view({ namespace: 'users' })
      await cache.set('ada', 'not a user', { namespace: 'users' })
      await expect(users.get('ada')).resolves.toBeUndefined()
      await users.set('ada', ada)
      await expect(cache.get('ada', { namespace: 'users' })).resolves.toEqual(ada)
    })
  })

  it('stores the given value, and returns the output of the schema', async () => {
    const dates = cache.view({ schema: z.object({ at: z.coerce.date<Date | string>() }) })
    await dates.set('moment', { at: new Date('2026-01-02T03:04:05Z') })
    await expect(dates.get('moment')).resolves.toEqual({ at: new Date('2026-01-02T03:04:05Z') })
    await expect(cache.get('moment')).resolves.toEqual({ at: '2026-01-02T03:04:05.000Z' })
  })
})

describe('a view with a schema', () => {
  const cache = new MemcachedClient({ transport: new MemoryTransport(), onFailure: () => {} })

  it('has the types of the schema', async () => {
    const users = cache.view({ schema: z.object({ name: z.string(), age: z.number() }) })
    expectTypeOf(await users.get('ada')).toEqualTypeOf<User | undefined>()
    expectTypeOf(await users.get('ada', { default: null })).toEqualTypeOf<User | null>()
    expectTypeOf(await users.get('ada', { default: 5 })).toEqualTypeOf<User | number>()
    const keys: string[] = ['ada']
    expectTypeOf(await users.getMany(keys)).toEqualTypeOf<Map<string, User>>()
    expectTypeOf<Parameters<typeof users.set>[1]>().toEqualTypeOf<User>()
    const admins = users.view({ namespace: 'admins' })
    expectTypeOf(await admins.get('ada')).toEqualTypeOf<User | undefined>()
    const dates = cache.view({ schema: z.string().transform((text) => new Date(text)) })
    expectTypeOf(await dates.get('moment')).toEqualTypeOf<Date | undefined>()
    expectTypeOf<Parameters<typeof dates.set>[1]>().toEqualTypeOf<string>()
    // @ts-expect-error: a user has an age.
    await expect(users.set('ada', { name: 'Ada' })).rejects.toMatchObject({ code: 'invalid-value' })
    expectTypeOf(await cache.view({ namespace: 'x' }).get('key')).toEqualTypeOf<unknown>()
  })

  it.each([[null], [{}], [{ '~standard': {} }], ['User']])('refuses %o as a schema', (schema) => {
    const make = (): unknown => Reflect.apply(cache.view.bind(cache), undefined, [{ schema }])
    expect(make).toThrow(TypeError)
    expect(make).toThrow('schema is no Standard Schema')
  })

  it('takes a value for a miss that makes the schema throw, and names the error', async () => {
    const failures: Failure[] = []
    const own = new MemcachedClient({
      transport: new MemoryTransport(),
      onFailure: (failure) => failures.push(failure),
    })
    await own.set('key', 'a secret')
    const broken = own.view({
      schema: z.string().refine((text) => {
        throw new SyntaxError(text)
      }),
    })
    await expect(broken.get('key')).resolves.toBeUndefined()
    expect(failures).toMatchObject([
      {
        error: {
          code: 'invalid-stored-value',
          message: 'Stored value cannot be checked; the schema threw SyntaxError',
        },
      },
    ])
  })
})
