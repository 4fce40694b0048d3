import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { installDebianPackages, type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { MemjsTransport } from '@lmc/transport-memjs'
import { MemoryTransport } from '@lmc/transport-memory'
import { MetaTransport } from '@lmc/transport-meta'
import type { Transport } from '@lmc/transport'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { MemcachedClient, RawKey } from '../src/index.ts'

let servers: MemcachedServer[] = []
let transport: Transport
let cache: MemcachedClient

/** Opens a client that lists its keys. */
function open(over: Transport, defaultNamespace?: string): MemcachedClient {
  transport = over
  cache = new MemcachedClient({ transport, trackKeys: true, defaultNamespace })
  return cache
}

beforeAll(async () => {
  servers = await Promise.all([startMemcached(), startMemcached()])
})
afterEach(async () => {
  await transport.flush()
  await cache.close()
})
afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()))
})

const addresses = (): string[] => servers.map(({ address }) => address)
const transports: readonly (readonly [string, () => Transport])[] = [
  ['MetaTransport', () => new MetaTransport({ servers: addresses() })],
  ['MemjsTransport', () => new MemjsTransport({ servers: addresses() })],
  ['MemoryTransport', () => new MemoryTransport()],
]
const keys = ['ключ', 'é', 'e\u0301', '\u{1f511}', 'é'.repeat(120), 'plain'] as const

describe.each(transports)('raw keys of UTF-8 over %s', (_, create) => {
  it('are set, read, counted, listed and dropped', async () => {
    open(create())
    for (const key of keys) await cache.set(key, key, { raw: 'utf8' })
    for (const key of keys) expect(await cache.get(key, { raw: 'utf8' })).toBe(key)
    const found = await cache.getMany(keys, { raw: 'utf8' })
    expect([...found]).toEqual(keys.map((key) => [key, key]))
    expect(await cache.increment('счёт', 1, { raw: 'utf8', initial: 5 })).toBe(5)

    const listed = await cache.keys()
    const names = [...keys, 'счёт']
    const inOrder = (some: readonly unknown[]): unknown[] =>
      some.toSorted((a, b) => (String(a) < String(b) ? -1 : 1))
    expect(inOrder(listed)).toEqual(
      inOrder(names.map((key) => new RawKey(key, key === 'plain' ? 'ascii' : 'utf8'))),
    )
    expect((await cache.getMany(listed)).size).toBe(names.length)
    await cache.invalidateMany(listed)
    expect(await cache.keys()).toEqual([])
    expect((await cache.getMany(keys, { raw: 'utf8' })).size).toBe(0)
  })

  it('are listed and dropped also when only the namespace has characters beyond ASCII', async () => {
    open(create(), 'магазин:')
    await cache.set('a', 1, { raw: 'utf8' })
    await cache.setMany([['b', 2, { raw: 'utf8' }]])
    expect(await cache.get('a', { raw: 'utf8' })).toBe(1)
    const listed = await cache.keys()
    expect(listed).toHaveLength(2)
    await cache.invalidateMany(listed)
    expect(await cache.hasMany(['a', 'b'], { raw: 'utf8' })).toEqual(new Set())
  })

  it('are refused by raw: true before anything is sent', async () => {
    open(create())
    await expect(cache.set('ключ', 1, { raw: true })).rejects.toMatchObject({ code: 'raw-character' })
    await expect(cache.get('ключ', { raw: 'utf-8' as never })).rejects.toThrow(
      new TypeError(`raw is "utf-8"; expected a boolean or 'utf8'`),
    )
  })
})

describe('raw keys of UTF-8 and other programs', () => {
  it('are the bytes that pymemcache reads and writes', async () => {
    if (!installDebianPackages('python3-pymemcache'))
      throw new Error('This test needs python3-pymemcache; install it: apt-get install python3-pymemcache')
    const [address = ''] = addresses()
    open(new MetaTransport({ servers: [address] }))
    await cache.set('от-lmc', 'grüße', { raw: 'utf8' })
    const program = fileURLToPath(new URL('programs/utf8-keys.py', import.meta.url))
    const read = execFileSync('/usr/bin/python3', [program, address, 'от-lmc', 'от-python'], {
      encoding: 'utf8',
    })
    expect(JSON.parse(read)).toBe('grüße')
    expect(await cache.get('от-python', { raw: 'utf8' })).toEqual(Uint8Array.from(Buffer.from('привет')))
  })

  it('are among the keys of a dump, so an audit finds them listed', async () => {
    const meta = new MetaTransport({ servers: addresses() })
    open(meta)
    await cache.set('ключ', 1, { raw: 'utf8' })
    await meta.set('чужой', Uint8Array.of(1))
    const audit = (): Promise<unknown> => cache.auditKeys({ dump: meta.dumpKeys() })
    // A dump leaves out items that another thread of the server uses.
    await expect.poll(audit, { timeout: 20_000 }).toMatchObject({ listed: 1, unlisted: ['чужой'] })
  })
})
