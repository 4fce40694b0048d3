import { MemoryTransport } from '@lmc/transport-memory'
import { describe, expect, it } from 'vitest'
import { logFailures, MemcachedClient } from '../../src/index.ts'

/** Calls a method with arguments that TypeScript would refuse. */
async function call(method: string, given: readonly unknown[]): Promise<unknown> {
  const cache = new MemcachedClient({ transport: new MemoryTransport(), trackKeys: true })
  const called: unknown = Reflect.get(cache, method)
  if (typeof called !== 'function') throw new Error(`There is no method ${method}`)
  return Reflect.apply(called, cache, given)
}

const controller = new AbortController()

describe('a call that would be misread is a TypeError that says what is expected', () => {
  it.each<[method: string, given: readonly unknown[], message: string]>([
    ['getMany', ['abc'], "getMany() takes several, as in getMany(['a', 'b']); it was given a string"],
    ['getMany', [undefined], "getMany() takes several, as in getMany(['a', 'b']); it was given undefined"],
    ['hasMany', ['abc'], "hasMany() takes several, as in hasMany(['a', 'b']); it was given a string"],
    ['invalidateMany', ['abc'], 'it was given a string'],
    [
      'invalidateDependents',
      ['product:7'],
      "invalidateDependents() takes several, as in invalidateDependents(['product:7']); it was given a string",
    ],
    ['setMany', ['abc'], 'it was given a string'],
    ['setMany', [{ a: 1 }], "setMany() takes several, as in setMany([['a', 1], ['b', 2]])"],
    ['setMany', [['ab', 'cd']], 'An entry of setMany() is of type string; expected a key and a value'],
    ['setMany', [[['a']]], 'An entry of setMany() is an array of fewer; expected a key and a value'],
    ['setMany', [[{ key: 'a', value: 1 }]], 'An entry of setMany() is of type object'],
    ['set', ['a', 1, { raw: 'yes' }], `raw is "yes"; expected a boolean or 'utf8'`],
    ['get', ['a', { raw: 1 }], "raw is of type number; expected a boolean or 'utf8'"],
    ['get', ['a', { raw: null }], "raw is null; expected a boolean or 'utf8'"],
    ['get', ['a', { signal: controller }], 'signal is an AbortController; expected its signal'],
    ['set', ['a', 1, { signal: 'x' }], 'signal is of type string; expected an AbortSignal'],
    ['set', ['a', 1, { signal: null }], 'signal is null; expected an AbortSignal'],
    ['getMany', [['a'], { signal: {} }], 'signal is of type object; expected an AbortSignal'],
    ['invalidateNamespace', ['n', { signal: controller }], 'signal is an AbortController'],
    ['invalidateDependents', [['a'], { shared: 1 }], 'shared is of type number; expected a boolean'],
    ['keys', ['n', { verify: 'no' }], 'verify is of type string; expected a boolean'],
    [
      'auditKeys',
      [{}],
      'dump is of type undefined; expected an async iterable, such as transport.dumpKeys()',
    ],
    ['auditKeys', [{ dump: () => {} }], 'dump is of type function; expected an async iterable'],
    ['set', ['a', 1, Object.create({ ttl: 5 })], 'set() has no option "ttl"; did you mean "lifetime"?'],
    ['set', ['a', 1, { constructor: 5 }], 'set() has no option "constructor"; it has signal, '],
  ])('%s %o', async (method, given, message) => {
    const error: unknown = await call(method, given).then(
      () => undefined,
      (reason: unknown) => reason,
    )
    expect(error).toBeInstanceOf(TypeError)
    expect(error).toHaveProperty('message', expect.stringContaining(message))
  })

  it.each(['keys', 'invalidateNamespace'])(
    '%s of the namespace null is an InvalidKeyError',
    async (method) => {
      await expect(call(method, [null])).rejects.toMatchObject({ name: 'InvalidKeyError', code: 'namespace' })
    },
  )

  it('a hole in the dependencies is an InvalidKeyError', async () => {
    // oxlint-disable-next-line no-sparse-arrays -- that is what is refused
    const dependencies: unknown = [, 'a']
    await expect(call('set', ['a', 1, { dependencies }])).rejects.toMatchObject({ name: 'InvalidKeyError' })
  })

  it('a call with a wrong signal changes nothing', async () => {
    const warnings: Error[] = []
    const cache = new MemcachedClient({
      transport: new MemoryTransport(),
      trackKeys: true,
      onFailure: ({ error }) => warnings.push(error),
    })
    await cache.set('a', 1)
    const options = { signal: controller } as unknown as { readonly signal: AbortSignal }
    await expect(cache.invalidateNamespace(undefined, options)).rejects.toThrow(TypeError)
    await expect(cache.get('a')).resolves.toBe(1)
    await cache.close()
    expect(warnings).toEqual([])
  })
})

describe('logFailures()', () => {
  it.each<[given: readonly unknown[], message: string]>([
    [[], 'write is of type undefined; expected a function such as console.error'],
    [[console], 'write is of type object; expected a function such as console.error'],
    [[() => {}, { evry: 5 }], 'logFailures() has no option "evry"; did you mean "every"?'],
    [[() => {}, 5], 'The options of logFailures() are a number; expected an object such as { every: 60 }'],
    [[() => {}, null], 'The options of logFailures() are null'],
  ])('with %o is a TypeError', (given, message) => {
    expect(() => Reflect.apply(logFailures, undefined, given)).toThrow(
      expect.objectContaining({ name: 'TypeError', message: expect.stringContaining(message) }),
    )
  })
})
