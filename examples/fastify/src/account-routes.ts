import cookie from '@fastify/cookie'
import session, { type SessionStore } from '@fastify/session'
import type { Milliseconds } from '@lmc/client'
import { MemcachedStore } from '@lmc/express-session'
import type { FastifyInstance } from 'fastify'

declare module 'fastify' {
  interface Session {
    user?: string
  }
}

export interface AccountOptions {
  /** How long a session lives after its last request. */
  readonly sessionAge: Milliseconds
}

/** What needs to know the user. Other routes read no session, and go on while memcached is down. */
export async function accountRoutes(app: FastifyInstance, { sessionAge }: AccountOptions): Promise<void> {
  await app.register(cookie)
  await app.register(session, {
    // The two packages tell the types of a session apart where optional properties are exact.
    store: new MemcachedStore({ client: app.cache }) as SessionStore,
    secret: process.env['SESSION_SECRET'] ?? 'a secret of 32 characters or more',
    saveUninitialized: false,
    cookie: { secure: 'auto', maxAge: sessionAge },
  })

  app.post<{ Params: { user: string } }>('/login/:user', async (request) => {
    // A new id, so that nobody else knows it.
    await request.session.regenerate()
    request.session.user = request.params.user
    return { user: request.session.user }
  })
  app.get('/me', async (request) => ({ user: request.session.user ?? null }))
  app.post('/logout', async (request) => {
    await request.session.destroy()
    return { user: null }
  })
}
