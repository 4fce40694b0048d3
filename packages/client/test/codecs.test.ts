import { setImmediate as turn } from 'node:timers/promises'
import { MemoryTransport } from '@lmc/transport-memory'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Codec, jsonCodec, MemcachedClient } from '../src/index.ts'

const unhandled: unknown[] = []
const onUnhandled = (reason: unknown): void => void unhandled.push(reason)
beforeEach(() => {
  unhandled.length = 0
  process.on('unhandledRejection', onUnhandled)
})
afterEach(() => {
  process.off('unhandledRejection', onUnhandled)
})

describe('a codec that uses all flags', () => {
  const magic = [0x00, 0x6c, 0x6d, 0x63, 1]
  const values: readonly (readonly number[])[] = [
    [],
    [7],
    magic,
    [...magic, 0, 0, 0, 0, 0],
    [...magic, 0, 0, 0, 0, 1, 0],
  ]
  const ways = {
    set: (cache: MemcachedClient, value: Uint8Array) => cache.set('k', value),
    'set with dependencies': (cache: MemcachedClient, value: Uint8Array) =>
      cache.set('k', value, { dependencies: ['d'], sharedDependencies: ['s'] }),
    setMany: (cache: MemcachedClient, value: Uint8Array) =>
      cache.setMany([['k', value]], { dependencies: ['d'] }),
    'add with dependencies': (cache: MemcachedClient, value: Uint8Array) =>
      cache.add('k', value, { dependencies: ['d'] }),
    update: (cache: MemcachedClient, value: Uint8Array) =>
      cache.update('k', () => value, { dependencies: ['d'] }),
    getOrSet: (cache: MemcachedClient, value: Uint8Array) =>
      cache.getOrSet('k', () => value, { lifetime: 60, staleFor: 60, dependencies: ['d'] }),
  }
  it.each(Object.keys(ways) as (keyof typeof ways)[])(
    'gets its own bytes and flags back, by %s',
    async (way) => {
      for (const flags of [0, 1, 32_768, 32_769, 49_153, 2 ** 31, 2 ** 32 - 1]) {
        for (const bytes of values) {
          const codec: Codec = {
            encode: (value) => ({ value: value as Uint8Array, flags }),
            decode: (value, given) => ({ bytes: Array.from(value), given }),
          }
          const cache = new MemcachedClient({ transport: new MemoryTransport(), codec })
          await ways[way](cache, Uint8Array.from(bytes))
          const expected = { bytes, given: flags }
          await expect(cache.get('k')).resolves.toEqual(expected)
          await expect(cache.getMany(['k'])).resolves.toEqual(new Map([['k', expected]]))
          await cache.close()
        }
      }
    },
  )
})

describe('a codec whose encode() returns a wrong result', () => {
  it.each<[string, () => unknown]>([
    ['nothing', () => undefined],
    ['null', () => null],
    ['a text', () => 'x'],
    ['no flags', () => ({ value: new Uint8Array(1) })],
    ['a text for bytes', () => ({ value: 'x', flags: 0 })],
    ['flags below 0', () => ({ value: new Uint8Array(1), flags: -1 })],
    ['flags above 32 bits', () => ({ value: new Uint8Array(1), flags: 2 ** 32 })],
    ['flags that are a text', () => ({ value: new Uint8Array(1), flags: '5' })],
    ['a promise', () => Promise.resolve({ value: new Uint8Array(1), flags: 0 })],
    ['a promise that rejects', () => Promise.reject(new Error('late'))],
  ])('%s: every method that stores rejects before anything is sent', async (_, encode) => {
    const transport = new MemoryTransport()
    const codec = { ...jsonCodec(), encode: encode as Codec['encode'] }
    const cache = new MemcachedClient({ transport, codec, trackKeys: true })
    const refused = { name: expect.stringMatching(/^(Type|Range)Error$/) }
    await expect(cache.set('k', 1)).rejects.toMatchObject(refused)
    await expect(cache.set('k', 1, { dependencies: ['d'] })).rejects.toMatchObject(refused)
    await expect(cache.setMany([['k', 1]])).rejects.toMatchObject(refused)
    await expect(cache.add('k', 1, { dependencies: ['d'] })).rejects.toMatchObject(refused)
    await expect(cache.keys()).resolves.toEqual([])
    const keys: string[] = []
    for await (const key of transport.dumpKeys()) keys.push(key)
    expect(keys.filter((key) => /^[\da-f]{32}$/.test(key))).toEqual([])
    await cache.close()
    await turn()
    expect(unhandled).toEqual([])
  })
})

describe('a codec whose decode() fails', () => {
  const unreadable = Object.defineProperty(new Error('x'), 'name', {
    get: () => {
      throw new Error('unreadable')
    },
  })
  it.each<[string, () => unknown]>([
    ['throws a text', () => raise('secret')],
    ['throws nothing', () => raise(undefined)],
    ['throws an error that cannot be read', () => raise(unreadable)],
    ['gives a promise', () => Promise.resolve(5)],
    ['gives a promise that rejects', () => Promise.reject(new Error('secret'))],
  ])('%s: a reported miss that shows nothing of the value', async (_, decode) => {
    const reported: Error[] = []
    const codec: Codec = { ...jsonCodec(), decode }
    const cache = new MemcachedClient({
      transport: new MemoryTransport(),
      codec,
      onFailure: ({ error }) => reported.push(error),
    })
    await cache.set('k', 'secret')
    await expect(cache.get('k', { default: 'none' })).resolves.toBe('none')
    await expect(cache.getMany(['k'])).resolves.toEqual(new Map())
    expect(reported.map(({ name }) => name)).toEqual(['CodecError', 'CodecError'])
    for (const { message } of reported) expect(message).not.toContain('secret')
    await cache.close()
    await turn()
    expect(unhandled).toEqual([])
  })
})

function raise(thrown: unknown): never {
  throw thrown
}
