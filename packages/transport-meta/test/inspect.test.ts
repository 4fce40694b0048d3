import { setTimeout as sleep } from 'node:timers/promises'
import { inspect as print } from 'node:util'
import type { DumpedItem } from '@lmc/transport'
import { freePort, type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { MemoryTransport } from '@lmc/transport-memory'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { MetaTransport } from '../src/index.ts'
import { patient } from './patient.ts'

const VALUE = new Uint8Array(1000)

let servers: MemcachedServer[]

beforeAll(async () => {
  servers = await Promise.all([startMemcached(), startMemcached()])
})
afterAll(() => Promise.all(servers.map((server) => server.stop())))

async function dump(transport: MetaTransport | MemoryTransport): Promise<DumpedItem[]> {
  const items: DumpedItem[] = []
  for await (const item of transport.dumpItems()) items.push(item)
  return items.toSorted((one, other) => (one.key < other.key ? -1 : 1))
}

// Both on the real server and in memory, so that they tell the same.
describe.each([
  ['MetaTransport', () => new MetaTransport({ servers: [servers[0]?.address ?? ''], ...patient })],
  ['MemoryTransport', () => new MemoryTransport()],
])('%s', (name, open) => {
  let transport: MetaTransport | MemoryTransport

  beforeEach(async () => {
    transport = open()
    await transport.flush()
    await transport.set('stays', VALUE, { flags: 7 })
    await transport.set('expires', VALUE, { lifetime: 3600 })
  })
  afterEach(() => transport.close())

  it('inspects the size, the flags and the lifetime of an item', async () => {
    expect(await transport.inspect('stays')).toEqual({
      flags: 7,
      valueSize: 1000,
      lifetimeLeft: 0,
      idle: 0,
      wasRead: false,
    })
    const details = await transport.inspect('expires')
    expect(details).toMatchObject({ flags: 0, valueSize: 1000 })
    expect(details?.lifetimeLeft).toBeGreaterThan(3590)
    expect(details?.lifetimeLeft).toBeLessThanOrEqual(3600)
    expect(await transport.inspect('nothing')).toBeUndefined()
  })

  it('is printed by its name, also by those who call `inspect` of what they print', () => {
    expect(print(transport)).toMatch(new RegExp(`^${name}\\(.*\\)$`))
    // Chai prints what it compares. Its call of `inspect` would leave a rejection to nobody, which fails the
    // run.
    expect(() => expect(transport).toBe(1)).toThrow(name)
  })

  it('says whether an item was read, and does not read it by inspecting it', async () => {
    for (let call = 0; call < 3; call++)
      expect(await transport.inspect('stays')).toMatchObject({ wasRead: false })
    await transport.get('stays')
    expect(await transport.inspect('stays')).toMatchObject({ wasRead: true })
    await transport.set('stays', VALUE)
    expect(await transport.inspect('stays')).toMatchObject({ wasRead: false })
  })

  it.each([
    ['gets', true, true],
    ['touch', true, true],
    ['hasMany', false, true],
    ['increment', false, true],
    ['append', false, false],
    ['compareAndSet', false, false],
  ] as const)(
    '%s of an item: unread items count as read: %s, read ones do: %s',
    async (method, ofUnread, ofRead) => {
      const call = {
        gets: () => transport.gets('counter'),
        touch: () => transport.touch('counter', 100),
        hasMany: () => transport.hasMany(['counter']),
        increment: () => transport.increment('counter', 1),
        append: () => transport.append('counter', Buffer.from('0')),
        compareAndSet: async () => {
          const item = await transport.gets('counter')
          await transport.compareAndSet('counter', Buffer.from('3'), item?.cas ?? '')
        },
      }[method]
      await transport.set('counter', Buffer.from('1'))
      await call()
      expect(await transport.inspect('counter')).toMatchObject({ wasRead: ofUnread })
      await transport.set('counter', Buffer.from('1'))
      await transport.get('counter')
      await call()
      expect(await transport.inspect('counter')).toMatchObject({ wasRead: ofRead })
    },
  )

  it('counts how long an item was left alone', async () => {
    await sleep(2100)
    const details = await transport.inspect('stays')
    expect(details?.idle).toBeGreaterThanOrEqual(1)
    expect(details?.idle).toBeLessThan(60)
    const [, stays] = await dump(transport)
    expect(stays?.idle).toBeGreaterThanOrEqual(1)
    expect(stays?.idle).toBeLessThan(60)
  })

  it('dumps all items with what they take and how long they live', async () => {
    await transport.get('stays')
    await transport.set('a%20b=c', VALUE, { lifetime: 100 })
    const read = async (): Promise<unknown[]> =>
      (await dump(transport)).map(({ lifetimeLeft, ...item }) =>
        Object.assign(item, { lives: Math.ceil(lifetimeLeft / 10) }),
      )
    const server = transport.servers[0]
    // A dump leaves out what another thread of the server is busy with.
    await expect.poll(read, { timeout: 20_000 }).toEqual([
      { key: 'a%20b=c', server, itemSize: 1066, lives: 10, idle: expect.any(Number), wasRead: false },
      { key: 'expires', server, itemSize: 1066, lives: 360, idle: expect.any(Number), wasRead: false },
      { key: 'stays', server, itemSize: 1068, lives: 0, idle: expect.any(Number), wasRead: true },
    ])
  })

  it('refuses what is no key, and calls after it was closed', async () => {
    await expect(transport.inspect('no key')).rejects.toBeInstanceOf(TypeError)
    const signal = AbortSignal.abort(new Error('given up'))
    await expect(transport.inspect('stays', { signal })).rejects.toBe(signal.reason)
    await transport.close()
    await expect(transport.inspect('stays')).rejects.toMatchObject({ code: 'closed', command: 'inspect' })
    await expect(dump(transport)).rejects.toMatchObject({ code: 'closed', command: 'dumpItems' })
    expect(name).toMatch(/Transport$/)
  })
})

describe('MetaTransport of a server that is down', () => {
  it('rejects as the method that was called', async () => {
    const transport = new MetaTransport({ servers: [`127.0.0.1:${await freePort()}`], ...patient })
    await expect(dump(transport)).rejects.toMatchObject({ code: 'connection', command: 'dumpItems' })
    await expect(transport.inspect('key')).rejects.toMatchObject({ code: 'connection', command: 'inspect' })
    await transport.close()
  })
})

describe('MetaTransport of two servers', () => {
  it('says of each dumped item which server holds it', async () => {
    const transport = new MetaTransport({ servers: servers.map(({ address }) => address), ...patient })
    await transport.flush()
    const keys = Array.from({ length: 100 }, (_, index) => `key:${index}`)
    await Promise.all(keys.map((key) => transport.set(key, VALUE)))
    await expect.poll(async () => (await dump(transport)).length, { timeout: 20_000 }).toBe(100)
    for (const { key, server } of await dump(transport)) expect(server).toBe(transport.serverOf(key))
    await transport.close()
  })
})
