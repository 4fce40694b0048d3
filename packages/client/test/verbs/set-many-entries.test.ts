import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { MemcachedClient } from '../../src/index.ts'
import { type Environment, environments } from '../environments.ts'

describe.each(environments)('an entry of setMany over $name', ({ start }) => {
  let environment: Environment
  let cache: MemcachedClient

  beforeAll(async () => {
    environment = await start()
  })
  beforeEach(async () => {
    cache = new MemcachedClient({ transport: environment.open(), trackKeys: true, onFailure: () => {} })
    await cache.invalidateAll()
  })
  afterEach(() => cache.close())
  afterAll(() => environment.stop())

  const left = async (keys: readonly string[]): Promise<unknown> => [...(await cache.hasMany(keys))]

  it('may have a lifetime of its own', async () => {
    await cache.setMany(
      [
        ['call', 1],
        ['own', 2, { lifetime: '1m' }],
        ['own, brief', 3, { lifetime: 2 }],
        ['none', 4, undefined],
        ['absent', 5, { lifetime: undefined }],
      ],
      { lifetime: 2 },
    )
    await environment.elapse(3)
    await expect(left(['call', 'own', 'own, brief', 'none', 'absent'])).resolves.toEqual(['own'])
  })

  it('may have its own dependencies, instead of those of the call, in addition to those of the view', async () => {
    const view = cache.view({ sharedDependencies: ['view'] })
    const storeAll = (): Promise<unknown> =>
      view.setMany(
        [
          ['a', 1],
          ['b', 2, { dependencies: ['own'] }],
          ['c', 3, { sharedDependencies: ['call'] }],
          ['d', 4, { dependencies: [] }],
        ],
        { dependencies: ['call'] },
      )
    const keys = ['a', 'b', 'c', 'd']
    await storeAll()
    await expect(left(keys)).resolves.toEqual(keys)
    await cache.invalidateDependents(['own'])
    await expect(left(keys)).resolves.toEqual(['a', 'c', 'd'])
    await cache.invalidateDependents(['call'])
    await expect(left(keys)).resolves.toEqual(['d'])
    await storeAll()
    await cache.invalidateDependents(['call'], { shared: true })
    await expect(left(keys)).resolves.toEqual(['a', 'b', 'd'])
    await cache.invalidateDependents(['view'], { shared: true })
    await expect(left(keys)).resolves.toEqual([])
  })

  it('may be raw or not, independent of the call', async () => {
    await expect(
      cache.setMany([
        ['raw', 1, { raw: true }],
        ['other', 2],
      ]),
    ).resolves.toEqual(['raw', cache.memcachedKey('other')])
    await expect(
      cache.setMany(
        [
          ['raw', 3],
          ['other', 4, { raw: false }],
        ],
        { raw: true },
      ),
    ).resolves.toEqual(['raw', cache.memcachedKey('other')])
    await expect(cache.getMany(['other'])).resolves.toEqual(new Map([['other', 4]]))
    expect((await cache.keys()).map(String).toSorted()).toEqual(['other', 'raw'])
  })

  it.each<[unknown, string]>([
    [{ ttl: 5 }, 'an entry of setMany() has no option "ttl"; did you mean "lifetime"?'],
    [{ namespace: 'other' }, 'an entry of setMany() has no option "namespace"'],
    [{ signal: AbortSignal.abort() }, 'an entry of setMany() has no option "signal"'],
    [60, 'The options of an entry of setMany() are a number'],
    [{ lifetime: 'soon' }, 'Lifetime is "soon"'],
    [{ dependencies: 'x' }, 'dependencies is of type string'],
  ])('is refused with %o, and nothing is stored', async (own, message) => {
    const entries = [
      ['a', 1],
      ['b', 2, own],
    ]
    await expect(Reflect.apply(cache.setMany.bind(cache), undefined, [entries])).rejects.toThrow(message)
    await expect(left(['a', 'b'])).resolves.toEqual([])
  })
})
