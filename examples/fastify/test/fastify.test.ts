import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { json } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { askThroughOutages, type ServingProgram, startProgram } from '@lmc/example-tests'
import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { MemcachedStore } from '@lmc/express-session'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildApp } from '../src/build-app.ts'

/** A user with a browser that keeps cookies. */
function browser(): (url: string, path: string, method?: string) => Promise<unknown> {
  let cookie = ''
  return async (url, path, method = 'GET') => {
    const answer = await fetch(`${url}${path}`, { method, headers: { cookie } })
    cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie
    return answer.ok ? answer.json() : answer.status
  }
}

describe('two processes of an application of Fastify', () => {
  let memcached: MemcachedServer
  let processes: readonly [ServingProgram, ServingProgram]
  const start = (): Promise<ServingProgram> =>
    startProgram(new URL('../dist/main.js', import.meta.url), memcached.address)

  beforeAll(async () => {
    memcached = await startMemcached()
    processes = [await start(), await start()]
  })
  afterAll(async () => {
    await expect(Promise.all(processes.map((each) => each.stop()))).resolves.toEqual([0, 0])
    await memcached.stop()
  })

  it('share what a route keeps, and what drops it', async () => {
    const [one, two] = processes
    const user = browser()
    await expect(user(one.url, '/prices/apple')).resolves.toEqual({ id: 'apple', price: 5, load: 1 })
    await expect(user(two.url, '/prices/apple')).resolves.toEqual({ id: 'apple', price: 5, load: 1 })
    await expect(user(two.url, '/prices/apple', 'DELETE')).resolves.toEqual({ dropped: true })
    await expect(user(one.url, '/prices/apple')).resolves.toEqual({ id: 'apple', price: 5, load: 2 })
  })

  it('share the sessions of users, and keep the users apart', async () => {
    const [one, two] = processes
    const [ada, bob] = [browser(), browser()]
    await expect(ada(one.url, '/me')).resolves.toEqual({ user: null })
    await expect(ada(one.url, '/login/ada', 'POST')).resolves.toEqual({ user: 'ada' })
    await expect(bob(two.url, '/login/bob', 'POST')).resolves.toEqual({ user: 'bob' })
    await expect(ada(two.url, '/me')).resolves.toEqual({ user: 'ada' })
    await expect(bob(one.url, '/me')).resolves.toEqual({ user: 'bob' })
    await expect(ada(two.url, '/logout', 'POST')).resolves.toEqual({ user: null })
    await expect(ada(one.url, '/me')).resolves.toEqual({ user: null })
    await expect(bob(two.url, '/me')).resolves.toEqual({ user: 'bob' })
  })

  it('answer every request for a price while memcached is killed and comes back', async () => {
    const user = browser()
    const outcome = await askThroughOutages(memcached, async (turn) => {
      const answer = await user(processes[turn % 2 === 0 ? 0 : 1].url, `/prices/item-${turn % 10}`)
      return JSON.stringify(answer).replaceAll(/item-\d|"load":\d+/g, '')
    })
    memcached = outcome.memcached
    expect([...outcome.answers]).toEqual(['{"id":"","price":6,}'])
  })

  it('answer 500 where a session is needed while memcached is down, and go on when it is back', async () => {
    const [one] = processes
    const user = browser()
    await expect.poll(() => user(one.url, '/login/ada', 'POST'), { timeout: 30_000 }).toEqual({ user: 'ada' })
    await memcached.stop()
    await expect(user(one.url, '/me')).resolves.toBe(500)
    memcached = await startMemcached({ port: memcached.port })
    // That memcached has forgotten the session.
    await expect.poll(() => user(one.url, '/me'), { timeout: 30_000 }).toEqual({ user: null })
  })
})

describe('@fastify/session over MemcachedStore', () => {
  let memcached: MemcachedServer
  beforeAll(async () => {
    memcached = await startMemcached()
  })
  afterAll(() => memcached.stop())
  const open = (sessionAge = 60_000): FastifyInstance =>
    buildApp({ servers: [memcached.address], sessionAge })

  it('stores no session for a visitor, and lists those of users', async () => {
    const app = open()
    const url = await app.listen({ port: 0 })
    const store = new MemcachedStore({ client: app.cache })
    await browser()(url, '/me')
    await expect(store.ids()).resolves.toEqual([])
    const [ada, bob] = [browser(), browser()]
    await ada(url, '/login/ada', 'POST')
    await bob(url, '/login/bob', 'POST')
    await ada(url, '/me')
    const users = (await store.all())?.map((session) => (session as { user?: string }).user)
    expect(users?.toSorted()).toEqual(['ada', 'bob'])
    await ada(url, '/logout', 'POST')
    await expect(store.length()).resolves.toBe(1)
    await app.close()
  })

  it('keeps a rolling session as long as it is used, and forgets one that is not', async () => {
    const app = open(3000)
    const url = await app.listen({ port: 0 })
    const [busy, idle] = [browser(), browser()]
    await busy(url, '/login/ada', 'POST')
    await idle(url, '/login/bob', 'POST')
    for (let turn = 0; turn < 5; turn++) {
      await sleep(1000)
      await expect(busy(url, '/me')).resolves.toEqual({ user: 'ada' })
    }
    await expect(idle(url, '/me')).resolves.toEqual({ user: null })
    await app.close()
  })

  it('closes the cache after the last request', async () => {
    const app = open()
    app.get('/slow', async () => {
      await sleep(300)
      await app.cache.set('slow', 'stored')
      return { slow: await app.cache.get('slow') }
    })
    const url = await app.listen({ port: 0 })
    // Without keep-alive: the server would wait for the connection to become idle.
    const answer = once(get(`${url}/slow`, { agent: false }), 'response')
    await sleep(100)
    await app.close()
    const [response] = (await answer) as [IncomingMessage]
    await expect(json(response)).resolves.toEqual({ slow: 'stored' })
    // The value is there, and the cache is closed.
    await expect(app.cache.get('slow')).resolves.toBeUndefined()
  })
})
