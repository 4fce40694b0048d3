import { memcachedKey } from '@lmc/keys'
import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { MetaTransport } from '@lmc/transport-meta'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { MemcachedClient } from '../src/index.ts'
import { heavyTransports } from './environments.ts'

// The memcached has room for some 2,000 of these values, and for their index beside other items.
const VALUE = 'x'.repeat(500)
const ARGS = ['-m', '2', '-I', '512k']

describe.each(heavyTransports)('keys() over $name, under eviction', ({ open }) => {
  let server: MemcachedServer
  let cache: MemcachedClient
  let dumping: MetaTransport

  beforeEach(async () => {
    server = await startMemcached({ args: ARGS })
    cache = new MemcachedClient({ transport: open([server.address]), trackKeys: true })
    dumping = new MetaTransport({ servers: [server.address] })
  })
  afterEach(async () => {
    await Promise.all([cache.close(), dumping.close()])
    await server.stop()
  })

  const evictions = async (): Promise<number> =>
    Number((await cache.getStatistics())[0]?.statistics['evictions'])

  it('lists no key whose value is gone, and the audit counts the unlisted keys', async () => {
    let checked = 0
    for (let round = 0; round < 20; round++) {
      await cache.setMany(Array.from({ length: 1000 }, (_, index) => [`${round}: ${index}`, VALUE]))
      const before = await evictions()
      const listed = await cache.keys()
      const there = await cache.transport.hasMany(listed.map((key) => memcachedKey(key)))
      // Tidying the index afterwards can itself evict a value.
      if ((await evictions()) > before) continue
      expect(there.size).toBe(listed.length)
      if (listed.length > 0) checked++
    }
    expect(checked).toBeGreaterThan(5)
    expect(await evictions()).toBeGreaterThan(10_000)

    const listed = await cache.keys()
    const audit = await cache.auditKeys({ dump: dumping.dumpKeys() })
    expect(audit.listed).toBe(listed.length)
    let values = 0
    for await (const key of dumping.dumpKeys()) if (!key.startsWith('lmc-index:')) values++
    expect(audit.listed + audit.unlisted.length).toBe(values)
  })

  it('names keys again when memcached has evicted the item that named them, and counts what it does not name', async () => {
    const names = Array.from({ length: 100 }, (_, index) => `live ${index}`)
    await cache.setMany(names.map((name) => [name, 1]))
    const item = `lmc-index:${memcachedKey('')}:0.0`
    const list = await dumping.get(item)
    // As long as the list, so that they take its place.
    const untracked = new MemcachedClient({ transport: dumping })
    const others = Array.from({ length: 1000 }, (_, index): [string, Uint8Array] => [
      `other ${index}`,
      new Uint8Array(list?.value.byteLength ?? 0),
    ])
    await vi.waitFor(async () => {
      await untracked.setMany(others)
      expect(await cache.keys()).toEqual([])
    }, 10_000)
    await vi.waitFor(
      async () => expect((await cache.keys()).map(String).toSorted()).toEqual(names.toSorted()),
      10_000,
    )

    const audit = await cache.auditKeys({ dump: dumping.dumpKeys() })
    expect(audit.listed).toBe(100)
    expect(audit.unlisted.length).toBeGreaterThan(100)
  })
})
