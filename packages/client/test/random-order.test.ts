import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MemcachedClient } from '../src/index.ts'
import { type Environment, environments } from './environments.ts'

type Key = 'a' | 'b'
type Step =
  | { readonly do: 'set' | 'setWithDependency' | 'get' | 'invalidate'; readonly key: Key }
  | { readonly do: 'setMany' | 'getMany' | 'invalidateMany' | 'nextMicrotask' | 'nextTurn' }

const keys = ['a', 'b'] as const

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constantFrom('set' as const, 'setWithDependency' as const, 'get' as const, 'invalidate' as const),
    key: fc.constantFrom(...keys),
  }),
  fc.record({
    do: fc.constantFrom(
      'setMany' as const,
      'getMany' as const,
      'invalidateMany' as const,
      'nextMicrotask' as const,
      'nextTurn' as const,
    ),
  }),
)

/**
 * Makes the calls without an await. Resolves to their results, and to the results of the same calls with an
 * await.
 */
async function carryOut(
  cache: MemcachedClient,
  steps: readonly Step[],
): Promise<readonly { readonly given: unknown; readonly expected: unknown }[]> {
  const held = new Map<Key, number>()
  const calls: { readonly given: Promise<unknown>; readonly expected: unknown }[] = []
  const add = (given: Promise<unknown>, expected: unknown): void => void calls.push({ given, expected })
  for (const [value, one] of steps.entries()) {
    switch (one.do) {
      case 'set':
      case 'setWithDependency': {
        const options = one.do === 'set' ? {} : { dependencies: ['d'] }
        add(cache.set(one.key, value, options).then(Boolean), true)
        held.set(one.key, value)
        break
      }
      case 'get':
        add(cache.get(one.key), held.get(one.key))
        break
      case 'invalidate':
        add(cache.invalidate(one.key), held.delete(one.key))
        break
      case 'setMany':
        add(
          cache.setMany(keys.map((key) => [key, value])).then((stored) => stored.every(Boolean)),
          true,
        )
        for (const key of keys) held.set(key, value)
        break
      case 'getMany':
        add(
          cache.getMany<number, Key>(keys).then((values) => keys.map((key) => values.get(key))),
          keys.map((key) => held.get(key)),
        )
        break
      case 'invalidateMany':
        add(cache.invalidateMany(keys), held.size)
        held.clear()
        break
      case 'nextMicrotask':
        await Promise.resolve()
        break
      case 'nextTurn':
        await new Promise((resolve) => setImmediate(resolve))
        break
    }
  }
  return Promise.all(calls.map(async ({ given, expected }) => ({ given: await given, expected })))
}

describe.each(environments)('calls without an await, over $name', ({ start }) => {
  let environment: Environment
  beforeAll(async () => {
    environment = await start()
  })
  afterAll(() => environment.stop())

  it.each([false, true])('have the same results as one after the other, tracked: %s', async (trackKeys) => {
    const cache = new MemcachedClient({ transport: environment.open(), trackKeys, failures: 'throw' })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        await cache.invalidateMany(keys)
        for (const { given, expected } of await carryOut(cache, steps)) expect(given).toEqual(expected)
      }),
      { numRuns: 200 },
    )
    await cache.close()
  })
})
