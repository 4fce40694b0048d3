import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type { Server } from 'node:http'
import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import express from 'express'
import expressSession from 'express-session'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MemcachedStore } from '../src/index.ts'

declare module 'express-session' {
  interface SessionData {
    views?: number
  }
}

/** An application that counts the views of each user. */
async function serve(store: MemcachedStore, cookie: expressSession.CookieOptions): Promise<Server> {
  const app = express()
  app.use(
    expressSession({ store, secret: 'x', resave: false, saveUninitialized: false, rolling: true, cookie }),
  )
  app.get('/view', (request, response) => {
    request.session.views = (request.session.views ?? 0) + 1
    response.json(request.session.views)
  })
  app.get('/look', (request, response) => void response.json(request.session.views ?? null))
  app.get('/logout', (request, response) => {
    request.session.destroy(() => response.json('bye'))
  })
  app.get('/login', (request, response) => {
    request.session.regenerate(() => {
      request.session.views = 100
      response.json('hello')
    })
  })
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

/** A user with a browser that keeps cookies. */
function browser(): (server: Server, path: string) => Promise<unknown> {
  let cookie = ''
  return async (server, path) => {
    const { port } = server.address() as AddressInfo
    const answer = await fetch(`http://127.0.0.1:${port}/${path}`, { headers: { cookie } })
    cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie
    return answer.ok ? answer.json() : answer.status
  }
}

describe('express 5 with a MemcachedStore', () => {
  let memcached: MemcachedServer
  const stores: MemcachedStore[] = []
  const servers: Server[] = []
  const start = async (cookie: expressSession.CookieOptions = {}): Promise<Server> => {
    const store = new MemcachedStore({ servers: memcached.address })
    stores.push(store)
    const server = await serve(store, cookie)
    servers.push(server)
    return server
  }

  beforeAll(async () => {
    memcached = await startMemcached()
  })
  afterAll(async () => {
    for (const server of servers) server.close()
    await Promise.all(stores.map((store) => store.close()))
    await memcached.stop()
  })

  it('shares sessions between two servers, and keeps users apart', async () => {
    const [one, two] = [await start(), await start()]
    const [ada, bob] = [browser(), browser()]
    await expect(ada(one, 'view')).resolves.toBe(1)
    await expect(ada(two, 'view')).resolves.toBe(2)
    await expect(bob(two, 'view')).resolves.toBe(1)
    await expect(ada(one, 'look')).resolves.toBe(2)
    await expect(ada(one, 'login')).resolves.toBe('hello')
    await expect(ada(two, 'look')).resolves.toBe(100)
    await expect(ada(one, 'logout')).resolves.toBe('bye')
    await expect(ada(two, 'look')).resolves.toBeNull()
  })

  it('keeps a rolling session that is only looked at, and lists it', async () => {
    const server = await start({ maxAge: 2000 })
    const [store] = stores.slice(-1)
    await store?.clear()
    const [busy, idle] = [browser(), browser()]
    await busy(server, 'view')
    await idle(server, 'view')
    for (let turn = 0; turn < 5; turn++) {
      await new Promise((resolve) => setTimeout(resolve, 1000))
      await expect(busy(server, 'look')).resolves.toBe(1)
    }
    await expect(store?.length()).resolves.toBe(1)
    await expect(idle(server, 'look')).resolves.toBeNull()
  })

  it('answers 500 while memcached is down, and goes on when it is back', async () => {
    const own = await startMemcached()
    const store = new MemcachedStore({ servers: own.address })
    stores.push(store)
    store.on('error', () => {})
    const server = await serve(store, {})
    servers.push(server)
    const user = browser()
    await expect(user(server, 'view')).resolves.toBe(1)
    await own.stop()
    await expect(user(server, 'look')).resolves.toBe(500)
    const again = await startMemcached({ port: own.port })
    // That memcached has forgotten the session; the next request makes a new one.
    await expect.poll(() => user(server, 'view'), { timeout: 10_000 }).toBe(1)
    await again.stop()
  })
})
