import { randomUUID } from 'node:crypto'
import type { CacheView } from '@lmc/client'

export interface Session {
  readonly user: string
  readonly cart: readonly string[]
}

/** Sessions that end half an hour after they were last used. */
export class Sessions {
  readonly #sessions: CacheView

  constructor(cache: CacheView) {
    this.#sessions = cache.view({ namespace: 'sessions', lifetime: '30m' })
  }

  /** Resolves to the name of the session, or to `undefined` when memcached fails. */
  async begin(user: string): Promise<string | undefined> {
    const id = randomUUID()
    const session: Session = { user, cart: [] }
    const stored = await this.#sessions.set(id, session, { dependencies: [['sessions of', user]] })
    return stored && id
  }

  /** Resolves to the session, which lives for another half an hour, or to `undefined` when it has ended. */
  async find(id: string): Promise<Session | undefined> {
    const [session] = await Promise.all([this.#sessions.get<Session>(id), this.#sessions.touch(id)])
    return session
  }

  /** Puts something into the cart. What another request puts there at the same time is not lost. */
  async buy(id: string, product: string): Promise<Session | undefined> {
    return this.#sessions.update(id, (session?: Session) => {
      return session && { ...session, cart: [...session.cart, product] }
    })
  }

  async end(id: string): Promise<void> {
    await this.#sessions.invalidate(id)
  }

  /** Ends all sessions of a user, on all devices. */
  async endAll(user: string): Promise<void> {
    await this.#sessions.invalidateDependents([['sessions of', user]])
  }
}
