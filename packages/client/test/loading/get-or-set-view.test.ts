import { tracingChannel } from 'node:diagnostics_channel'
import { MemoryStore, MemoryTransport } from '@lmc/transport-memory'
import { afterEach, describe, expect, expectTypeOf, it, vi } from 'vitest'
import { z } from 'zod'
import { CALL_CHANNEL, type CallTrace, type Failure, MemcachedClient, SchemaError } from '../../src/index.ts'
import { createGate } from './gate.ts'
import { setAged } from './set-aged.ts'

const schema = z.object({ name: z.string(), born: z.iso.date().transform((text) => new Date(text)) })
const ada = { name: 'Ada', born: '1815-12-10' }
const read = { name: 'Ada', born: new Date('1815-12-10') }

describe('getOrSet of a view with a schema', () => {
  it('takes the input of the schema, and returns its output, for loaded and for cached values', async () => {
    const transport = new MemoryTransport()
    const users = new MemcachedClient({ transport }).view({ namespace: 'users', schema })
    await expect(users.getOrSet(1, () => ada)).resolves.toEqual(read)
    await expect(users.getOrSet(1, () => ada)).resolves.toEqual(read)
    await expect(users.getOrSetMany([1, 2], (keys) => keys.map((key) => [key, ada]))).resolves.toEqual(
      new Map([
        [1, read],
        [2, read],
      ]),
    )
    expectTypeOf(users.getOrSet(1, () => ada)).resolves.toEqualTypeOf<{ name: string; born: Date }>()
    // @ts-expect-error a name is no user.
    await expect(users.getOrSet(3, () => 'Ada')).rejects.toBeInstanceOf(SchemaError)
    await expect(users.get(3)).resolves.toBeUndefined()
  })

  it('loads when the stored value does not fit', async () => {
    const transport = new MemoryTransport()
    const failures: Failure[] = []
    const cache = new MemcachedClient({ transport, onFailure: (failure) => void failures.push(failure) })
    await cache.set('ada', { name: 'Ada' })
    await expect(cache.view({ schema }).getOrSet('ada', () => ada)).resolves.toEqual(read)
    await expect(cache.get('ada')).resolves.toEqual(ada)
    expect(failures.map(({ operation }) => operation)).toContain('getOrSet')
  })

  it('the client and a view share a load, and each returns its own form of the value', async () => {
    const transport = new MemoryTransport()
    const cache = new MemcachedClient({ transport })
    const gate = createGate()
    const plain = cache.getOrSet('ada', () => gate.opened.then(() => ada))
    await gate.reached
    const load = vi.fn(() => ada)
    const typed = cache.view({ schema }).getOrSet('ada', load)
    gate.open()
    await expect(plain).resolves.toEqual(ada)
    await expect(typed).resolves.toEqual(read)
    expect(load).not.toHaveBeenCalled()
  })
})

describe('getOrSet of a view', () => {
  it('has the namespace, the lifetime and the dependencies of the view', async () => {
    const store = new MemoryStore()
    const cache = new MemcachedClient({ transport: new MemoryTransport({ store }) })
    const view = cache.view({ namespace: 'n', lifetime: '1h', dependencies: ['all'] })
    await view.getOrSet('key', () => 1)
    await expect(cache.get('key', { namespace: 'n' })).resolves.toBe(1)
    await cache.invalidateDependents(['all'], { namespace: 'n' })
    await expect(view.get('key')).resolves.toBeUndefined()
    await expect(view.getOrSet('key', () => 2)).resolves.toBe(2)
  })
})

describe(`getOrSet on ${CALL_CHANNEL}`, () => {
  const channel = tracingChannel(CALL_CHANNEL)
  const ended: CallTrace[] = []
  const subscribers = {
    start: () => {},
    end: () => {},
    asyncStart: () => {},
    asyncEnd: (call: unknown) => void ended.push(call as CallTrace),
    error: () => {},
  }
  afterEach(() => {
    channel.unsubscribe(subscribers)
    ended.length = 0
  })

  it('has each call and each load, with hits and misses', async () => {
    channel.subscribe(subscribers)
    const transport = new MemoryTransport()
    const cache = new MemcachedClient({ transport })
    const trace = async (operation: string): Promise<CallTrace | undefined> => {
      await vi.waitFor(() => expect(ended.map((call) => call.operation)).toContain(operation))
      const at = ended.findIndex((call) => call.operation === operation)
      return ended.splice(at, 1)[0]
    }
    await cache.getOrSet('key', () => 1, { namespace: 'n' })
    expect(await trace('getOrSet')).toMatchObject({
      namespace: 'n',
      keys: 1,
      hits: 0,
      misses: 1,
      stale: 0,
      loads: 0,
    })
    expect(await trace('load')).toMatchObject({
      namespace: 'n',
      keys: 1,
      loads: 1,
      stored: 1,
      error: undefined,
    })
    await cache.getOrSet('key', () => 1, { namespace: 'n' })
    expect(await trace('getOrSet')).toMatchObject({ hits: 1, misses: 0, stale: 0 })
    await setAged(transport, 'old', 1, { freshFor: -1000 })
    const down = new Error('the database is down')
    await cache.getOrSet('old', () => Promise.reject(down), { staleFor: 60 })
    expect(await trace('getOrSet')).toMatchObject({ hits: 0, misses: 0, stale: 1 })
    expect(await trace('load')).toMatchObject({ loads: 1, stored: 0, error: down })
    await cache.getOrSetMany(['a', 'b'], (keys) => keys.map((key) => [key, 1]))
    expect(await trace('getOrSetMany')).toMatchObject({ keys: 2, misses: 2 })
    expect(await trace('load')).toMatchObject({ keys: 2, loads: 1, stored: 2 })
    expect(ended).toEqual([])
  })
})
