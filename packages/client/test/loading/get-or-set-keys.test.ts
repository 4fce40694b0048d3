import type { Transport } from '@lmc/transport'
import type { MemoryTransport } from '@lmc/transport-memory'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Failure, MemcachedClient } from '../../src/index.ts'
import { type Environment, environments } from '../environments.ts'
import { createGate } from './gate.ts'
import { setAged } from './set-aged.ts'

describe.each(environments)('the keys of getOrSet over $name', ({ name, start }) => {
  let environment: Environment
  let transport: Transport
  let cache: MemcachedClient
  let other: MemcachedClient
  let failures: Failure[]

  beforeAll(async () => {
    environment = await start()
  })
  beforeEach(async () => {
    failures = []
    const onFailure = (failure: Failure): void => void failures.push(failure)
    transport = environment.open()
    cache = new MemcachedClient({ transport, onFailure, trackKeys: true })
    other = new MemcachedClient({ transport: environment.open(), onFailure, trackKeys: true })
    await cache.invalidateAll()
  })
  afterEach(async () => {
    await Promise.all([cache.close(), other.close()])
    expect(failures).toEqual([])
  })
  afterAll(() => environment.stop())

  it('are listed when their values are stored, and not during the load', async () => {
    const gate = createGate()
    await cache.set('listed before', 1)
    await cache.invalidate('listed before')
    const calls = ['listed before', { user: 7 }].map((key) =>
      cache.getOrSet(key, () => gate.opened.then(() => 1)),
    )
    const many = cache.getOrSetMany(['a', 'b'], (keys) => gate.opened.then(() => keys.map((key) => [key, 1])))
    await gate.reached
    await cache.set('other', 2)
    await expect(other.keys()).resolves.toEqual(['other'])
    gate.open()
    await Promise.all([...calls, many])
    const keys = await other.keys()
    expect(keys).toHaveLength(5)
    expect(keys).toEqual(expect.arrayContaining(['listed before', { user: 7 }, 'a', 'b', 'other']))
  })

  it('are not listed when nothing was stored', async () => {
    await cache.getOrSet('nothing', () => undefined)
    await cache.getOrSet('not stored', (context) => (context.doNotStore(), 1))
    await cache.getOrSet('failed', () => Promise.reject(new Error('no'))).catch(() => {})
    await expect(other.keys()).resolves.toEqual([])
  })

  it('are listed in the namespace of the call, and raw keys as RawKey', async () => {
    await cache.getOrSet('key', () => 1, { namespace: 'n' })
    await cache.getOrSet('raw', () => 1, { namespace: 'n', raw: true })
    const keys = await other.keys('n')
    expect(keys).toHaveLength(2)
    await other.invalidateMany(keys, { namespace: 'n' })
    await expect(cache.getOrSet('key', () => 2, { namespace: 'n' })).resolves.toBe(2)
    await expect(cache.getOrSet('raw', () => 2, { namespace: 'n', raw: true })).resolves.toBe(2)
  })

  it('invalidateNamespace during a load wins, also when the key was never listed', async () => {
    const gate = createGate()
    const call = cache.getOrSet('key', () => gate.opened.then(() => 'old'), { namespace: 'n' })
    await gate.reached
    await other.invalidateNamespace('n')
    await expect(cache.getOrSet('key', () => 'new', { namespace: 'n' })).resolves.toBe('new')
    gate.open()
    await expect(call).resolves.toBe('old')
    await expect(other.get('key', { namespace: 'n' })).resolves.toBe('new')
  })

  it('stay listed when a value is renewed', async () => {
    await setAged(transport, 'key', 'old', { freshFor: -1000 })
    await cache.getOrSet('key', () => 'new', { staleFor: 60 })
    await vi.waitFor(() => expect(other.keys()).resolves.toEqual(['key']))
    await expect(other.get('key')).resolves.toBe('new')
  })

  it('permits are in no audit', async () => {
    if (!('dumpKeys' in transport)) return expect(name).toBe('MemjsTransport')
    await setAged(transport, 'key', 'old', { freshFor: -1000 })
    const gate = createGate()
    await cache.getOrSet('key', () => gate.opened.then(() => 'new'), { staleFor: 60, dependencies: ['a'] })
    await gate.reached
    const dumping = transport as Transport & Pick<MemoryTransport, 'dumpKeys'>
    const { unlisted } = await cache.auditKeys({ dump: dumping.dumpKeys() })
    expect(unlisted.filter((key) => key.startsWith('lmc-'))).toEqual([])
    gate.open()
  })
})
