import { MemcachedClient } from '@lmc/client'
import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { MetaTransport } from '@lmc/transport-meta'
import { Cookie, type SessionData } from 'express-session'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { MemcachedStore } from '../src/index.ts'

declare module 'express-session' {
  interface SessionData {
    user?: string
  }
}

function session(user: string, maxAge: number | null = 60_000): SessionData {
  const cookie = new Cookie()
  if (maxAge !== null) cookie.maxAge = maxAge
  return { cookie, user }
}

describe('MemcachedStore', () => {
  let server: MemcachedServer
  let client: MemcachedClient
  let store: MemcachedStore

  beforeAll(async () => {
    server = await startMemcached()
  })
  beforeEach(async () => {
    client = new MemcachedClient({
      transport: new MetaTransport({ servers: [server.address] }),
      trackKeys: true,
    })
    store = new MemcachedStore({ client })
    await client.invalidateAll()
  })
  afterEach(() => client.close())
  afterAll(() => server.stop())

  it('stores a session, and gives it back with its cookie', async () => {
    const ada = session('ada')
    await store.set('id', ada)
    const got = await store.get('id')
    expect(got).toEqual(JSON.parse(JSON.stringify(ada)))
    expect(got?.cookie.originalMaxAge).toBe(60_000)
    await expect(store.get('none')).resolves.toBeNull()
  })

  it('lists sessions with their ids, counts them, and drops one and all', async () => {
    for (const id of ['a', 'b', 'c']) await store.set(id, session(id))
    expect(new Set(await store.ids())).toEqual(new Set(['a', 'b', 'c']))
    await expect(store.length()).resolves.toBe(3)
    const all = (await store.all()) ?? []
    expect(new Map(all.map(({ id, user }) => [id, user]))).toEqual(
      new Map([
        ['a', 'a'],
        ['b', 'b'],
        ['c', 'c'],
      ]),
    )
    await store.destroy('b')
    await expect(store.get('b')).resolves.toBeNull()
    await expect(store.length()).resolves.toBe(2)
    await store.clear()
    await expect(store.all()).resolves.toEqual([])
  })

  it('reads more sessions than a batch', async () => {
    await Promise.all(Array.from({ length: 250 }, (_, index) => store.set(`id ${index}`, session('x'))))
    await expect(store.all()).resolves.toHaveLength(250)
  })

  it.each<[string, number | null, number]>([
    ['a cookie of 1 s lives 1 s at least', 1000, 2],
    ['a cookie of 1.5 s likewise', 1500, 3],
    ['a cookie without an end lives for the ttl', null, 86_400],
  ])('%s', async (_, maxAge, lifetime) => {
    const set = vi.spyOn(client.transport, 'set')
    vi.useFakeTimers({ toFake: ['Date'] })
    onTestFinished(() => void vi.useRealTimers())
    await store.set('id', session('ada', maxAge))
    expect(set.mock.calls.map(([, , options]) => options?.lifetime)).toEqual([lifetime])
  })

  it('drops a session whose cookie is over', async () => {
    await store.set('id', session('ada'))
    await store.set('id', session('ada', -1))
    await expect(store.get('id')).resolves.toBeNull()
    await store.set('id', session('ada'))
    await store.touch('id', session('ada', -1))
    await expect(store.get('id')).resolves.toBeNull()
  })

  it('keeps a session that is touched, in memcached and in the list, and its content', async () => {
    await store.set('id', session('ada', 1000))
    await store.set('other', session('bob', 1000))
    for (let turn = 0; turn < 4; turn++) {
      await new Promise((resolve) => setTimeout(resolve, 1000))
      await store.touch('id', session('a user that is not stored', 3000))
    }
    await expect(store.get('id')).resolves.toMatchObject({ user: 'ada' })
    await expect(store.ids()).resolves.toEqual(['id'])
  })

  it('answers callbacks, and leaves what they throw to the process', async () => {
    const answers: unknown[][] = []
    const note =
      (...before: unknown[]) =>
      (...args: unknown[]): void =>
        void answers.push([...before, ...args])
    await store.set('id', session('ada'), note('set'))
    await store.touch('id', session('ada'), note('touch'))
    await store.ids(note('ids'))
    await store.length(note('length'))
    await store.get('none', note('get'))
    await store.destroy('id', note('destroy'))
    await store.all(note('all'))
    await store.clear(note('clear'))
    await new Promise(setImmediate)
    expect(answers).toEqual([
      ['set', null, undefined],
      ['touch', null, undefined],
      ['ids', null, ['id']],
      ['length', null, 1],
      ['get', null, null],
      ['destroy', null, undefined],
      ['all', null, []],
      ['clear', null, undefined],
    ])
  })

  it.each<[string, unknown]>([
    ['text that is no JSON', 'hello'],
    ['JSON that is no session', '42'],
    ['an object of another program', { user: 'ada' }],
    ['bytes', Uint8Array.of(255)],
  ])('takes %s for no session, so that its user can log in anew', async (_, value) => {
    await store.set('id', session('ada'))
    await client.set('strange', value, { namespace: 'sessions' })
    await expect(store.get('strange')).resolves.toBeNull()
    await expect(store.all()).resolves.toMatchObject([{ id: 'id', user: 'ada' }])
    await store.set('strange', session('bob'))
    await expect(store.get('strange')).resolves.toMatchObject({ user: 'bob' })
  })

  it('has a namespace of its own', async () => {
    const other = new MemcachedStore({ client, namespace: 'other' })
    await store.set('id', session('ada'))
    await other.set('id', session('bob'))
    await other.clear()
    await expect(store.get('id')).resolves.toMatchObject({ user: 'ada' })
    await expect(client.keys('sessions')).resolves.toEqual(['id'])
  })

  it.each<[unknown, string]>([
    ['127.0.0.1', 'expected an object such as'],
    [{ prefix: 'x' }, 'MemcachedStore has no option "prefix"; did you mean "namespace"?'],
    [{ ttl: 'soon' }, 'Lifetime is "soon"'],
    [{ client: {} }, 'client is no MemcachedClient'],
  ])('refuses %o', (options, message) => {
    expect(() => Reflect.construct(MemcachedStore, [options])).toThrow(message)
  })
})

describe('MemcachedStore when memcached is down', () => {
  it('hands the error to the request; with `miss` there is no session', async () => {
    const server = await startMemcached()
    await server.stop()
    vi.spyOn(process, 'emitWarning').mockReturnValue()
    const strict = new MemcachedStore({ servers: server.address })
    await expect(strict.get('id')).rejects.toMatchObject({ code: 'connection' })
    const errors = await Promise.all(
      (['ids', 'all', 'length', 'clear'] as const).map(
        (method) => new Promise((resolve) => void strict[method](resolve)),
      ),
    )
    expect(errors.map((error) => Reflect.get(Object(error), 'code'))).toEqual(Array(4).fill('connection'))
    await strict.close()
    const calm = new MemcachedStore({ servers: server.address, failures: 'miss' })
    await expect(calm.get('id')).resolves.toBeNull()
    await calm.set('id', session('ada'))
    await calm.close()
    vi.restoreAllMocks()
  })
})
