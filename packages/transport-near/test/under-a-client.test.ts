import { setTimeout as sleep } from 'node:timers/promises'
import { MemcachedClient } from '@lmc/client'
import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { MetaTransport } from '@lmc/transport-meta'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { nearTransport } from '../src/index.ts'

describe('nearTransport under two clients of one memcached', () => {
  let server: MemcachedServer
  let one: MemcachedClient
  let two: MemcachedClient

  beforeEach(async () => {
    server = await startMemcached()
    const open = (): MemcachedClient => {
      const meta = new MetaTransport({ servers: [server.address], timeout: 20_000, connectTimeout: 20_000 })
      const transport = nearTransport(meta, { maxAge: 300 })
      return new MemcachedClient({ transport, trackKeys: true, failures: 'throw' })
    }
    one = open()
    two = open()
  })
  afterEach(async () => {
    await Promise.all([one.close(), two.close()])
    await server.stop()
  })

  it('each sees its own writes at once, and those of the other after maxAge', async () => {
    await one.set('name', 'Ada')
    expect(await two.get('name')).toBe('Ada')
    await two.set('name', 'Grace')
    expect(await two.get('name')).toBe('Grace')
    await one.set('name', 'Edsger')
    expect(await one.get('name')).toBe('Edsger')
    await sleep(350)
    expect(await two.get('name')).toBe('Edsger')
  })

  it('lists every key that either has set, with no time to wait', async () => {
    for (let round = 0; round < 5; round++) {
      await one.set({ one: round }, round)
      await two.set({ two: round }, round)
      expect(await one.keys()).toHaveLength(2 * round + 2)
      expect(await two.keys()).toHaveLength(2 * round + 2)
    }
    await one.invalidateNamespace()
    expect(await two.keys()).toEqual([])
  })

  it('drops dependents at once in the process that invalidates, elsewhere after maxAge', async () => {
    await one.set('page', 'old', { dependencies: ['product'] })
    expect(await one.get('page')).toBe('old')
    expect(await two.get('page')).toBe('old')
    await one.invalidateDependents(['product'])
    expect(await one.get('page')).toBeUndefined()
    await sleep(350)
    expect(await two.get('page')).toBeUndefined()
  })
})
