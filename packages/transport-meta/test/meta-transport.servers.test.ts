import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { MetaTransport, type MetaTransportOptions } from '../src/index.ts'
import { startFakeServer } from './fake-server.ts'
import { patient } from './patient.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
/** How long a server may take to be reached where one is that cannot, in milliseconds. */
const CONNECT_TIMEOUT = 2000

const keys = Array.from({ length: 300 }, (_, index) => `key:${index}`)

let servers: MemcachedServer[]
let transport: MetaTransport

beforeAll(async () => {
  servers = await Promise.all([startMemcached(), startMemcached(), startMemcached()])
})

afterAll(() => Promise.all(servers.map((server) => server.stop())))

function open(options: MetaTransportOptions = {}): MetaTransport {
  return new MetaTransport({ servers: servers.map(({ address }) => address), ...patient, ...options })
}

beforeEach(async () => {
  transport = open()
  await transport.flush()
})

afterEach(() => transport.close())

/** Which keys a single server holds. */
async function heldBy(server: { readonly address: string }): Promise<Set<string>> {
  const alone = new MetaTransport({ servers: [server.address], ...patient })
  try {
    return await alone.hasMany(keys)
  } finally {
    await alone.close()
  }
}

async function storeAll(opened = transport): Promise<void> {
  const stored = await Promise.all(keys.map((key) => opened.set(key, bytes(key))))
  expect(stored.every(Boolean)).toBe(true)
}

/** Kills a server and returns how to bring it back. */
async function kill(index: number): Promise<() => Promise<void>> {
  const { port } = servers[index] as MemcachedServer
  await servers[index]?.stop()
  return async () => {
    servers[index] = await startMemcached({ port })
  }
}

describe('MetaTransport with three servers', () => {
  it('puts each key on one of them, and finds all', async () => {
    await storeAll()
    const held = await Promise.all(servers.map(heldBy))
    expect(held.every((some) => some.size > 50)).toBe(true)
    expect(held.reduce((sum, some) => sum + some.size, 0)).toBe(keys.length)
    expect((await transport.getMany(keys)).size).toBe(keys.length)
    expect(await transport.hasMany(keys)).toEqual(new Set(keys))
  })

  it('empties all by flush, and has figures of each in the order of the options', async () => {
    await storeAll()
    const before = await transport.statistics()
    expect(before.map(({ server }) => server)).toEqual(transport.servers)
    expect(before.map(({ statistics }) => Number(statistics['pid']))).toEqual(servers.map(({ pid }) => pid))
    await transport.flush()
    expect((await transport.hasMany(keys)).size).toBe(0)
  })

  it('loses only the keys of one that is killed, and has it back when it is', async () => {
    await storeAll()
    const lost = await heldBy(servers[1] as MemcachedServer)
    const bringBack = await kill(1)
    for (const round of [1, 2]) {
      const outcomes = await Promise.allSettled(keys.map((key) => transport.get(key)))
      const failed = keys.filter((_, index) => outcomes[index]?.status === 'rejected')
      expect(new Set(failed), `round ${round}`).toEqual(lost)
    }

    const error = await transport.getMany(keys).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code: 'connection', command: 'getMany', server: servers[1]?.address })
    expect((error as { partial: Map<string, unknown> }).partial.size).toBe(keys.length - lost.size)
    await expect(transport.hasMany(keys)).rejects.toMatchObject({ code: 'connection', command: 'hasMany' })
    await expect(transport.flush()).rejects.toMatchObject({ code: 'connection', command: 'flush' })
    const statistics = await transport.statistics()
    expect(statistics.map(({ error: reason }) => reason?.name)).toEqual([
      undefined,
      'TransportError',
      undefined,
    ])

    await bringBack()
    while ((await transport.statistics())[1]?.error !== undefined) await sleep(1)
    await storeAll()
    expect(await heldBy(servers[1] as MemcachedServer)).toEqual(lost)
  })

  it('flushes those that are there when one is down', async () => {
    await storeAll()
    const bringBack = await kill(2)
    await expect(transport.flush()).rejects.toMatchObject({ server: servers[2]?.address })
    expect((await heldBy(servers[0] as MemcachedServer)).size).toBe(0)
    await bringBack()
  })

  it('moves the keys of one that is down to the others, and no other, with failover next', async () => {
    await storeAll()
    const [first, , third] = await Promise.all(servers.map(heldBy))
    const lost = await heldBy(servers[1] as MemcachedServer)
    const bringBack = await kill(1)
    const moving = open({ failover: 'next' })
    await moving.get([...lost][0] as string).catch(() => undefined)
    await storeAll(moving)
    const [nowFirst, nowThird] = await Promise.all([
      heldBy(servers[0] as MemcachedServer),
      heldBy(servers[2] as MemcachedServer),
    ])
    expect([...(first as Set<string>)].every((key) => nowFirst.has(key))).toBe(true)
    expect([...(third as Set<string>)].every((key) => nowThird.has(key))).toBe(true)
    expect(nowFirst.size + nowThird.size).toBe(keys.length)
    expect((await moving.getMany(keys)).size).toBe(keys.length)

    await bringBack()
    const key = [...lost][0] as string
    while ((await moving.get(key)) !== undefined) await sleep(1)
    expect(await moving.set(key, bytes('back'))).toBe(true)
    expect(await heldBy(servers[1] as MemcachedServer)).toEqual(new Set([key]))
    await moving.close()
  })

  it('asks a function of the caller, and says when that gives no server', async () => {
    let index = 2
    const own = open({ distribution: () => () => index })
    await own.set('key:1', bytes('here'))
    expect(await heldBy(servers[2] as MemcachedServer)).toEqual(new Set(['key:1']))
    index = 3
    await expect(own.get('key:1')).rejects.toThrow(
      'The distribution gave 3; expected a whole number from 0 to 2',
    )
    await own.close()
  })

  it('waits for one that says nothing no longer than for the others', async () => {
    const silent = await startFakeServer(
      () => undefined,
      () => false,
    )
    const mixed = open({
      servers: [silent.address, ...servers.map(({ address }) => address)],
      connectTimeout: CONNECT_TIMEOUT,
    })
    await mixed.getMany(keys).catch(() => undefined)
    const start = performance.now()
    const outcomes = await Promise.allSettled(keys.map((key) => mixed.get(key)))
    expect(performance.now() - start).toBeLessThan(CONNECT_TIMEOUT / 2)
    expect(outcomes.filter(({ status }) => status === 'rejected').length).toBeGreaterThan(10)
    await mixed.close()
    await silent.stop()
  })
})

describe('MetaTransport with a distribution of its own', () => {
  const unusable: readonly [string, () => unknown][] = [
    ['gives 7', () => 7],
    ['gives -1', () => -1],
    ['gives 0.5', () => 0.5],
    ['gives NaN', () => Number.NaN],
    ['gives nothing', () => undefined],
    ['gives a text', () => '0'],
    ['gives the name of a property', () => 'length'],
    [
      'throws',
      () => {
        throw new RangeError('own')
      },
    ],
  ]

  it.each(unusable)('that %s, rejects each call and leaves no other rejection behind', async (_, locate) => {
    const unhandled: unknown[] = []
    const note = (reason: unknown): void => void unhandled.push(reason)
    process.on('unhandledRejection', note)
    try {
      const controller = new AbortController()
      const { signal } = controller
      const own = new MetaTransport({ servers: ['a', 'b'], distribution: () => locate as () => number })
      await expect(own.get('k', { signal })).rejects.toThrow(RangeError)
      await expect(own.set('k', new Uint8Array(), { signal })).rejects.toThrow(RangeError)
      await expect(own.getMany(['k'], { signal })).rejects.toThrow(RangeError)
      await expect(own.hasMany(['k'], { signal })).rejects.toThrow(RangeError)
      controller.abort(new Error('late'))
      await new Promise((resolve) => setImmediate(resolve))
      await own.close()
      expect(unhandled).toEqual([])
    } finally {
      process.off('unhandledRejection', note)
    }
  })

  it('that gives no function is refused', () => {
    const distribution = (() => undefined) as unknown as () => () => number
    expect(() => new MetaTransport({ distribution })).toThrow('The distribution gave no function')
  })
})

describe('MetaTransport.setServers', () => {
  it('looks for few keys elsewhere when a server joins, and for its keys only when one leaves', async () => {
    const addresses = servers.map(({ address }) => address)
    const growing = open({ servers: addresses.slice(0, 2) })
    await storeAll(growing)
    growing.setServers(addresses)
    expect(growing.servers).toEqual(addresses)
    const found = await growing.hasMany(keys)
    expect(found.size).toBeGreaterThan(keys.length / 2)
    expect(found.size).toBeLessThan(keys.length)

    growing.setServers(addresses.slice(0, 2))
    expect((await growing.hasMany(keys)).size).toBe(keys.length)
    await growing.close()
  })

  it('keeps the connections of servers that stay, and leaves the others when their calls have settled', async () => {
    const answers: (() => void)[] = []
    const fakes = await Promise.all(
      [0, 1].map(() =>
        startFakeServer((_, socket) => {
          answers.push(() => socket.write('EN O0001\r\n'))
        }),
      ),
    )
    const [stays, goes] = fakes.map(({ address }) => address) as [string, string]
    const changing = new MetaTransport({
      servers: [stays, goes],
      distribution: () => (key) => Number(key),
      ...patient,
    })
    const calls = [changing.get('0'), changing.get('1')]
    while (answers.length < 2) await sleep(1)
    changing.setServers([goes, stays])
    changing.setServers([stays])
    expect(changing.servers).toEqual([stays])
    for (const answer of answers) answer()
    expect(await Promise.all(calls)).toEqual([undefined, undefined])
    while (fakes[1]?.connections[0]?.destroyed === false) await sleep(1)
    expect(fakes.map(({ connections }) => connections.map((socket) => socket.destroyed))).toEqual([
      [false],
      [true],
    ])
    await changing.close()
    await Promise.all(fakes.map((fake) => fake.stop()))
  })

  it.each<[string, readonly string[], RegExp]>([
    ['none', [], /servers is empty/],
    ['one twice', ['a:1', 'a:1'], /Server a:1 is there twice/],
    ['an address of no form', ['a:b:c'], /Address of a server is of no known form/],
  ])('refuses %s, and keeps those that were', (_, wrong, message) => {
    const before = transport.servers
    expect(() => transport.setServers(wrong)).toThrow(message)
    expect(transport.servers).toEqual(before)
  })
})
