import { setTimeout as sleep } from 'node:timers/promises'
import { CodecError } from '@lmc/codec'
import type { Transport } from '@lmc/transport'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Failure, MemcachedClient } from '../../src/index.ts'
import { type Environment, environments } from '../environments.ts'
import { caughtUp } from './caught-up.ts'
import { createGate } from './gate.ts'
import { setAged } from './set-aged.ts'

describe.each(environments)('getOrSetMany over $name', ({ start }) => {
  let environment: Environment
  let transport: Transport
  let cache: MemcachedClient
  let other: MemcachedClient
  let failures: Failure[]
  /** The keys of each load. */
  let asked: unknown[][]
  const load = <K>(keys: readonly K[]): [K, string][] => {
    asked.push([...keys])
    return keys.map((key) => [key, `value of ${JSON.stringify(key)}`])
  }

  beforeAll(async () => {
    environment = await start()
  })
  beforeEach(async () => {
    failures = []
    asked = []
    const onFailure = (failure: Failure): void => void failures.push(failure)
    transport = environment.open()
    cache = new MemcachedClient({ transport, onFailure })
    other = new MemcachedClient({ transport: environment.open(), onFailure })
    await cache.invalidateAll()
  })
  afterEach(async () => {
    await Promise.all([cache.close(), other.close()])
    expect(failures).toEqual([])
  })
  afterAll(() => environment.stop())

  it('loads the missing keys with one call, and returns all values in the order of the keys', async () => {
    await cache.set('b', 'set')
    const keys = ['c', 'b', { a: 1 }, 'c', 7] as const
    const values = await cache.getOrSetMany(keys, load)
    expect([...values]).toEqual([
      ['c', 'value of "c"'],
      ['b', 'set'],
      [{ a: 1 }, 'value of {"a":1}'],
      [7, 'value of 7'],
    ])
    expect(asked).toEqual([['c', { a: 1 }, 7]])
    await expect(other.getOrSetMany(keys, load)).resolves.toEqual(values)
    expect(asked).toHaveLength(1)
    expect(cache.counters).toMatchObject({ hits: 1, misses: 3, loads: 1, stored: 4 })
  })

  it('makes no call without keys', async () => {
    await expect(cache.getOrSetMany([], load)).resolves.toEqual(new Map())
    expect(asked).toEqual([])
  })

  it('takes a Map or pairs, with keys that are equal but not identical', async () => {
    await expect(cache.getOrSetMany([{ id: 1 }], () => new Map([[{ id: 1 }, 'one']]))).resolves.toEqual(
      new Map([[{ id: 1 }, 'one']]),
    )
    const pairs = function* (): Generator<[string, number]> {
      yield ['two', 2]
    }
    await expect(cache.getOrSetMany(['two'], pairs)).resolves.toEqual(new Map([['two', 2]]))
    await expect(other.getMany<unknown>([{ id: 1 }, 'two'])).resolves.toHaveProperty('size', 2)
  })

  it('a key that the load leaves out has no value, and is loaded again', async () => {
    const some = async (keys: readonly string[]): Promise<Map<string, number>> => {
      asked.push([...keys])
      return new Map(keys.includes('a') ? [['a', 1]] : [])
    }
    await expect(cache.getOrSetMany(['a', 'b'], some)).resolves.toEqual(new Map([['a', 1]]))
    await expect(other.getOrSetMany(['a', 'b'], some)).resolves.toEqual(new Map([['a', 1]]))
    expect(asked).toEqual([['a', 'b'], ['b']])
  })

  it.each<[string, unknown, string]>([
    ['a key that it was not asked for', [['b', 1]], 'gave a value for a key that it was not asked for'],
    ['keys alone', ['a'], "gave a string among its pairs; expected key and value, as in ['a', 1]"],
    ['a pair without a value', [['a']], 'gave an array of fewer among its pairs'],
    ['an object', { a: 1 }, 'gave object; expected a Map, or pairs of key and value'],
    ['nothing', undefined, 'gave undefined; expected a Map, or pairs of key and value'],
    ['null', null, 'gave null; expected a Map, or pairs of key and value'],
  ])('a load that returns %s is a mistake', async (_, given, message) => {
    const wrong = (): Iterable<[string, number]> => given as Iterable<[string, number]>
    await expect(cache.getOrSetMany(['a'], wrong)).rejects.toThrow(message)
    // No call waits for the lease of a failed load.
    await expect(other.getOrSet('a', () => 5)).resolves.toBe(5)
  })

  it('shares a load with getOrSet, in this process and in another', async () => {
    const gate = createGate()
    const single = cache.getOrSet('a', () => gate.opened.then(() => 'single'))
    await gate.reached
    const many = [cache, other].map((client) => client.getOrSetMany(['a', 'b'], load))
    await vi.waitFor(() => expect(other.get('b')).resolves.toBe('value of "b"'))
    const later = cache.getOrSet('b', () => 'not loaded')
    gate.open()
    await expect(single).resolves.toBe('single')
    for (const values of await Promise.all(many))
      expect(values).toEqual(
        new Map([
          ['a', 'single'],
          ['b', 'value of "b"'],
        ]),
      )
    await expect(later).resolves.toBe('value of "b"')
    expect(asked).toEqual([['b']])
  })

  it('getOrSet joins a load of several keys', async () => {
    const gate = createGate()
    const many = cache.getOrSetMany(['a', 'b'], async (keys) => {
      await gate.opened
      return load(keys)
    })
    await gate.reached
    const singles = [cache, other].map((client) => client.getOrSet('b', () => 'not loaded'))
    await caughtUp('b', cache, other)
    gate.open()
    await many
    await expect(Promise.all(singles)).resolves.toEqual(['value of "b"', 'value of "b"'])
  })

  it('eight clients load each of 500 keys once', async () => {
    const clients = Array.from({ length: 8 }, () => new MemcachedClient({ transport: environment.open() }))
    const keys = Array.from({ length: 500 }, (_, index) => index)
    const slow = async (some: readonly number[]): Promise<[number, string][]> => {
      await sleep(30)
      return load(some)
    }
    const all = await Promise.all(
      // Each client begins with other keys.
      clients.map((client, at) =>
        client.getOrSetMany([...keys.slice(at * 60), ...keys.slice(0, at * 60)], slow),
      ),
    )
    for (const values of all) expect(values).toHaveProperty('size', 500)
    expect(asked.flat().toSorted((one, another) => Number(one) - Number(another))).toEqual(keys)
    await Promise.all(clients.map((client) => client.close()))
  })

  it('a failed load rejects, and nothing is stored', async () => {
    await cache.set('a', 1)
    const thrown = new Error('no')
    await expect(cache.getOrSetMany(['a', 'b', 'c'], () => Promise.reject(thrown))).rejects.toBe(thrown)
    await expect(other.getOrSetMany(['a', 'b', 'c'], load)).resolves.toHaveProperty('size', 3)
    expect(asked).toEqual([['b', 'c']])
  })

  it('a value that cannot be stored rejects, and the others are stored', async () => {
    const bad = (): [string, unknown][] => [
      ['a', 1],
      ['b', () => {}],
    ]
    await expect(cache.getOrSetMany(['a', 'b'], bad)).rejects.toBeInstanceOf(CodecError)
    await expect.poll(() => other.get('a')).toBe(1)
    await expect(other.getOrSet('b', () => 5)).resolves.toBe(5)
  })

  it('stale values are returned, and renewed together', async () => {
    await setAged(transport, 'a', 'old a', { freshFor: -1000 })
    await setAged(transport, 'b', 'old b', { freshFor: -1000 })
    await setAged(transport, 'fresh', 'fresh', { freshFor: 60_000 })
    const options = { lifetime: 60, staleFor: 60 }
    await expect(cache.getOrSetMany(['a', 'b', 'fresh', 'none'], load, options)).resolves.toEqual(
      new Map([
        ['a', 'old a'],
        ['b', 'old b'],
        ['fresh', 'fresh'],
        ['none', 'value of "none"'],
      ]),
    )
    await vi.waitFor(() => expect(other.getMany(['a', 'b'])).resolves.toHaveProperty('size', 2))
    expect(asked).toHaveLength(2)
    expect(asked).toContainEqual(['a', 'b'])
    expect(cache.counters).toMatchObject({ hits: 1, misses: 1, stale: 2, loads: 2, stored: 3 })
  })

  it('the load gets the stale values by their keys', async () => {
    await setAged(transport, 'a', 'old a', { freshFor: -1000 })
    const options = { lifetime: 60, staleFor: 60, timeout: 10_000 }
    const stales: unknown[] = []
    await cache.getOrSetMany(
      ['a', 'b'],
      (keys, { stale }) => {
        stales.push(...stale)
        return load(keys)
      },
      options,
    )
    expect(stales).toEqual([['a', 'old a']])
  })

  it('an invalidation of one key during the load wins', async () => {
    const gate = createGate()
    const call = cache.getOrSetMany(['a', 'b'], async (keys) => {
      await gate.opened
      return load(keys)
    })
    await gate.reached
    await other.invalidate('a')
    gate.open()
    await expect(call).resolves.toHaveProperty('size', 2)
    await expect(other.getMany(['a', 'b'])).resolves.toEqual(new Map([['b', 'value of "b"']]))
  })

  it('fresh loads all keys', async () => {
    await cache.set('a', 1)
    await cache.getOrSetMany(['a', 'b'], load, { fresh: true })
    expect(asked).toEqual([['a', 'b']])
    await expect(other.getMany(['a', 'b'])).resolves.toHaveProperty('size', 2)
  })

  it('a caller that aborts leaves the keys of other callers', async () => {
    const gate = createGate()
    const controller = new AbortController()
    const slow = (keys: readonly string[]): Promise<[string, string][]> => gate.opened.then(() => load(keys))
    const left = cache.getOrSetMany(['a', 'b'], slow, { signal: controller.signal })
    await gate.reached
    const stays = cache.getOrSet('b', () => 'not loaded')
    await caughtUp('b', cache)
    controller.abort(new Error('enough'))
    await expect(left).rejects.toThrow('enough')
    gate.open()
    await expect(stays).resolves.toBe('value of "b"')
  })
})
