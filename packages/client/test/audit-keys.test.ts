import { memcachedKey } from '@lmc/keys'
import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { MemoryTransport } from '@lmc/transport-memory'
import { MetaTransport } from '@lmc/transport-meta'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { KeyTrackingDisabledError, MemcachedClient } from '../src/index.ts'
import { networkTransports } from './environments.ts'

/** The test of both transports with a dump. */
async function expectAudit(
  open: () => MemcachedClient,
  transport: Pick<MetaTransport, 'dumpKeys' | 'set' | 'delete'>,
): Promise<void> {
  let cache = open()
  await cache.setMany(Array.from({ length: 3000 }, (_, index) => [index, index]))
  await cache.set('other', 1, { namespace: 'other', dependencies: ['a'] })
  await cache.set('raw%key', 1, { raw: true })
  const audit = (): ReturnType<MemcachedClient['auditKeys']> =>
    cache.auditKeys({ dump: transport.dumpKeys() })
  await expect(audit()).resolves.toEqual({ listed: 3002, dead: [], unlisted: [] })

  await cache.invalidate(7)
  await transport.set("somebody's", new Uint8Array(1))
  await expect(audit()).resolves.toEqual({
    listed: 3001,
    dead: [{ namespace: undefined, key: 7, memcachedKey: memcachedKey(7) }],
    unlisted: ["somebody's"],
  })

  // A client lists its own keys again when their lines are gone, so another client looks.
  await cache.close()
  cache = open()
  // Drops the index, like an eviction. A dump leaves out items that another thread of the server uses. So it
  // is repeated until it has no index.
  let segments: string[]
  do {
    segments = []
    for await (const key of transport.dumpKeys()) if (key.startsWith('lmc-index:')) segments.push(key)
    await Promise.all(segments.map((key) => transport.delete(key)))
  } while (segments.length > 0)
  const { listed, dead } = await audit()
  expect({ listed, dead }).toEqual({ listed: 0, dead: [] })
  let unlisted: readonly string[] = []
  while (unlisted.length < 3002) unlisted = (await audit()).unlisted
  expect(unlisted).toHaveLength(3002)
  expect(unlisted).toContain('raw%key')
  await cache.close()
}

describe('auditKeys', () => {
  let server: MemcachedServer

  beforeEach(async () => {
    server = await startMemcached()
  })
  afterEach(() => server.stop())

  it('counts listed, dead and unlisted keys, over MemoryTransport', async () => {
    const transport = new MemoryTransport()
    const open = () => new MemcachedClient({ transport, ownsTransport: false, trackKeys: true })
    await expectAudit(open, transport)
    await transport.close()
  })

  it.each(networkTransports)('counts the same over $name, with a dump of MetaTransport', async ({ open }) => {
    const dumping = new MetaTransport({ servers: [server.address] })
    const openClient = () => new MemcachedClient({ transport: open([server.address]), trackKeys: true })
    await expectAudit(openClient, dumping)
    await dumping.close()
  })

  it('finds no fault while others set and invalidate', async () => {
    const transport = new MetaTransport({ servers: [server.address] })
    const cache = new MemcachedClient({ transport, trackKeys: true })
    const over = new AbortController()
    const churn = async (lane: number): Promise<void> => {
      for (let round = 0; !over.signal.aborted; round++) {
        await cache.set(`${lane}:${round % 50}`, round)
        if (round % 7 === 0) await cache.invalidate(`${lane}:${round % 49}`)
      }
    }
    const lanes = [0, 1, 2, 3].map(churn)
    for (let round = 0; round < 10; round++) {
      const { unlisted } = await cache.auditKeys({ dump: transport.dumpKeys() })
      expect(unlisted).toEqual([])
    }
    over.abort()
    await Promise.all(lanes)
    await cache.close()
  })

  it('rejects with the error of the dump when the server does not dump', async () => {
    const silent = await startMemcached({ args: ['-o', 'no_lru_crawler'] })
    const transport = new MetaTransport({ servers: [silent.address] })
    const cache = new MemcachedClient({ transport, trackKeys: true })
    await cache.set('a', 1)
    await expect(cache.auditKeys({ dump: transport.dumpKeys() })).rejects.toMatchObject({
      name: 'TransportError',
      code: 'server',
      command: 'dumpKeys',
    })
    await cache.close()
    await silent.stop()
  })

  it('needs a client that tracks keys', async () => {
    const transport = new MemoryTransport()
    const cache = new MemcachedClient({ transport })
    await expect(cache.auditKeys({ dump: transport.dumpKeys() })).rejects.toBeInstanceOf(
      KeyTrackingDisabledError,
    )
  })
})
