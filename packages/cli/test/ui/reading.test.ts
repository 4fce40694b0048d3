import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { MemcachedClient } from '@lmc/client'
import { freePort, type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { MetaTransport } from '@lmc/transport-meta'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { ItemView } from '../../src/ui/api/item-view.ts'
import type { ListedItems, ListLine } from '../../src/ui/api/list-line.ts'
import type { ServerCourse } from '../../src/ui/api/server-course.ts'
import { UiRun } from '../running/ui-run.ts'

let server: MemcachedServer
let cache: MemcachedClient
let ui: UiRun
const others: UiRun[] = []

beforeAll(async () => {
  server = await startMemcached()
  const transport = new MetaTransport({ servers: [server.address] })
  cache = new MemcachedClient({ transport, trackKeys: true, failures: 'throw' })
  await cache.set('ada', { born: 1815 }, { namespace: 'users', lifetime: 600, dependencies: ['people'] })
  await cache.set(['a', 'list'], 'x', { lifetime: 0 })
  await cache.set('raw', 'é', { raw: true, namespace: 'n:', lifetime: 600 })
  await transport.set('of-another', Buffer.from('plain'), { lifetime: 600 })
  await transport.set('schlüssel', Buffer.from([0, 255]), { flags: 7, lifetime: 600 })
  ui = await UiRun.start(server.address, '--interval', '100')
})
afterEach(async () => {
  for (const one of others.splice(0)) await one.stop()
})
afterAll(async () => {
  await ui.stop()
  await cache.close()
  await server.stop()
})

interface List {
  /** The name, memcached key, namespace, size and lifetime of each item. */
  readonly items: ReturnType<typeof rowsOf>
  readonly gaps: readonly string[]
}

function rowsOf(items: ListedItems | undefined) {
  if (items === undefined) return []
  const { names, memcachedKeys, namespaces, sizes, lifetimesLeft } = items
  const isOfOne = namespaces.length === 1
  for (const column of [memcachedKeys, sizes, lifetimesLeft, ...(isOfOne ? [] : [namespaces])])
    expect(column).toHaveLength(names.length)
  return names.map(
    (name, at) =>
      [name, memcachedKeys[at], namespaces[isOfOne ? 0 : at], sizes[at], lifetimesLeft[at]] as const,
  )
}

async function list(path: string, from = ui): Promise<List> {
  const { body } = await from.ask(path)
  const lines = body
    .trimEnd()
    .split('\n')
    .map((line): ListLine => JSON.parse(line))
  expect(lines.filter(({ gaps }) => gaps !== undefined)).toEqual([lines.at(-1)])
  return { items: lines.flatMap(({ items }) => rowsOf(items)), gaps: lines.at(-1)?.gaps ?? [] }
}

async function started(servers: string): Promise<UiRun> {
  const one = await UiRun.start(servers, '--timeout', '5000', '--interval', '100')
  others.push(one)
  return one
}

describe('the list of all items', () => {
  it('has the items of every client, by their names where a list of keys has them', async () => {
    const { items, gaps } = await list('api/items?list=all')
    expect(gaps).toEqual([])
    const rows = items.toSorted(([one], [other]) => (one < other ? -1 : 1))
    expect(rows).toEqual([
      ['["a","list"]', cache.memcachedKey(['a', 'list']), null, expect.any(Number), 0],
      [
        'ada',
        cache.memcachedKey('ada', { namespace: 'users' }),
        'users',
        expect.any(Number),
        expect.any(Number),
      ],
      ['of-another', null, false, expect.any(Number), expect.any(Number)],
      ['raw', 'n:raw', 'n:', expect.any(Number), expect.any(Number)],
      ['schlüssel', null, false, expect.any(Number), expect.any(Number)],
    ])
    for (const [, , , size, left] of rows) {
      expect(size).toBeGreaterThan(50)
      expect(left).toBeLessThanOrEqual(600)
    }
  })

  it('has what the other servers hold when one is down, and says whose items are missing', async () => {
    const dead = `127.0.0.1:${await freePort()}`
    const one = await started(`${dead},${server.address}`)
    const { items, gaps } = await list('api/items?list=all', one)
    expect(items).toHaveLength(5)
    expect(gaps).toContainEqual(
      expect.stringMatching(new RegExp(`^Items of ${dead} are missing: .*ECONNREFUSED`)),
    )
  })

  it('leaves out an item whose key is no UTF-8, and says so', async () => {
    const strange = await startMemcached()
    const socket = connect(strange.port, '127.0.0.1')
    socket.write(Buffer.from('set \xff 0 0 1\r\nx\r\n', 'latin1'))
    expect(String((await once(socket, 'data'))[0])).toBe('STORED\r\n')
    socket.destroy()
    expect(await list('api/items?list=all', await started(strange.address))).toEqual({
      items: [],
      gaps: ['Items whose keys are no UTF-8 are left out: no call can name them.'],
    })
    await strange.stop()
  })

  it('says so when the only server is down', async () => {
    const dead = `127.0.0.1:${await freePort()}`
    const { items, gaps } = await list('api/items?list=all', await started(dead))
    expect(items).toEqual([])
    expect(gaps.join()).toContain(`Items of ${dead} are missing`)
  })
})

describe('the list of a namespace', () => {
  it('has the keys that are there, with the sizes of their values', async () => {
    await cache.set('gone', 'x', { namespace: 'users' })
    await cache.transport.delete(cache.memcachedKey('gone', { namespace: 'users' }))
    expect(await list('api/items?list=namespace&namespace=users')).toEqual({
      items: [
        [
          'ada',
          cache.memcachedKey('ada', { namespace: 'users' }),
          'users',
          expect.any(Number),
          expect.any(Number),
        ],
      ],
      gaps: [],
    })
    expect((await list('api/items?list=namespace')).items).toEqual([
      ['["a","list"]', cache.memcachedKey(['a', 'list']), null, 1, 0],
    ])
    expect((await list('api/items?list=namespace&namespace=nobody')).items).toEqual([])
  })

  it('says that lines may be missing when the server has evicted items', async () => {
    const small = await startMemcached({ args: ['-m', '2'] })
    const transport = new MetaTransport({ servers: [small.address] })
    const filling = new MemcachedClient({ transport, trackKeys: true, failures: 'throw' })
    for (let id = 0; id < 200; id++)
      await filling.set(`key ${id}`, 'x'.repeat(50_000), { namespace: 'full', lifetime: 600 })
    const { gaps } = await list('api/items?list=namespace&namespace=full', await started(small.address))
    expect(gaps).toEqual([
      expect.stringMatching(/^The servers have evicted \d+ items, and may have evicted lines/),
    ])
    await filling.close()
    await small.stop()
  })
})

describe('namespaces', () => {
  it('have the sizes of their lists, and those of their values when asked for', async () => {
    const { body } = await ui.ask('api/namespaces')
    const { namespaces, gaps } = JSON.parse(body)
    expect(gaps).toEqual([])
    expect(namespaces).toHaveLength(3)
    for (const { listItems, listBytes } of namespaces) {
      expect(listItems).toBe(1)
      expect(listBytes).toBeGreaterThan(0)
    }
    const measures = JSON.parse((await ui.ask('api/namespaces/values')).body)
    expect(measures).toMatchObject({ unlisted: { values: 2 }, gaps: [] })
    const counts = measures.namespaces.map((one: { namespace: string; values: number }) => [
      one.namespace,
      one.values,
    ])
    expect(counts).toEqual(
      expect.arrayContaining([
        ['users', 1],
        ['n:', 1],
        [null, 1],
      ]),
    )
  })
})

describe('an item', () => {
  async function item(memcachedKey: string): Promise<ItemView> {
    const { status, body } = await ui.ask(`api/item?key=${encodeURIComponent(memcachedKey)}`)
    expect(status).toBe(200)
    return JSON.parse(body)
  }

  it('has its value decoded, its bytes, flags, size and lifetime left', async () => {
    const memcachedKey = cache.memcachedKey('ada', { namespace: 'users' })
    const ada = await item(memcachedKey)
    expect(ada).toMatchObject({ memcachedKey, server: server.address, flagNames: ['pickle', 'header'] })
    expect(ada.decoded).toEqual({ form: 'json', text: '{\n  "born": 1815\n}' })
    expect(ada.lifetimeLeft).toBeLessThanOrEqual(600)
    const stored = Buffer.from(ada.stored, 'base64')
    expect(stored.length).toBe(ada.valueSize)
    expect(stored.toString('latin1')).toContain('{"born":1815}')
  })

  it('of another client is a text where its bytes are one', async () => {
    const other = await item('of-another')
    expect(other).toMatchObject({ flags: 0, valueSize: 5, decoded: { form: 'text', text: 'plain' } })
    expect(Buffer.from(other.stored, 'base64').toString()).toBe('plain')
  })

  it('that cannot be decoded says why, and has its bytes', async () => {
    const strange = await item('schlüssel')
    expect(strange).toMatchObject({ flags: 7, stored: Buffer.from([0, 255]).toString('base64') })
    expect(strange.decoded).toEqual({ form: 'none', reason: expect.stringContaining('flags 7') })
  })

  it('whose dependencies are gone has no value, and its bytes', async () => {
    const memcachedKey = cache.memcachedKey('old', {})
    await cache.set('old', 'x', { dependencies: ['thing'] })
    await cache.invalidateDependents(['thing'])
    const { decoded, stored } = await item(memcachedKey)
    expect(decoded).toEqual({ form: 'none', reason: expect.stringContaining('out of date') })
    expect(stored.length).toBeGreaterThan(10)
    await cache.invalidate('old')
  })

  it('that is not there is a 404; one of a server that is down a 502', async () => {
    expect(await ui.ask('api/item?key=nothing')).toMatchObject({ status: 404 })
    const down = await started(`127.0.0.1:${await freePort()}`)
    const { status, body } = await down.ask('api/item?key=a')
    expect(status).toBe(502)
    expect(JSON.parse(body).error).toContain('ECONNREFUSED')
  })
})

describe('the figures of servers', () => {
  it('come as they are new, and say which server is down until it is back', async () => {
    const port = await freePort()
    const one = await started(`127.0.0.1:${port}`)
    let seen: ServerCourse | undefined
    let since = 0
    const until = async (isSo: (course: ServerCourse) => boolean): Promise<void> => {
      for (;;) {
        const [course] = JSON.parse((await one.ask(`api/servers?since=${since}`)).body) as ServerCourse[]
        for (const { at } of course?.samples ?? []) expect(at).toBeGreaterThan(since)
        since = course?.samples.at(-1)?.at ?? since
        seen = course
        if (course !== undefined && isSo(course)) return
        await sleep(50)
      }
    }
    await until(({ samples }) => samples.some(({ figures }) => figures === null))
    expect(seen?.error).toContain('ECONNREFUSED')
    const mortal = await startMemcached({ port })
    await until(({ samples }) => samples.some(({ figures }) => figures?.getsPerSecond !== undefined))
    expect(seen?.error).toBeNull()
    expect(seen?.samples.at(-1)?.figures).toMatchObject({ items: 0, memoryLimit: 64 * 2 ** 20 })
    await mortal.stop()
  })
})
