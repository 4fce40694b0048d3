import { randomUUID } from 'node:crypto'
import type { CacheView } from '@lmc/client'

export interface Session {
  readonly user: string
  readonly cart: readonly string[]
}

/** Sessions that end half an hour after their last use. */
export class Sessions {
  readonly #sessions: CacheView

  constructor(cache: CacheView) {
    this.#sessions = cache.view({ namespace: 'sessions', lifetime: '30m' })
  }

  /** Resolves to the id of the session, or to `undefined` when memcached fails. */
  async begin(user: string): Promise<string | undefined> {
    const id = randomUUID()
    const session: Session = { user, cart: [] }
    const stored = await this.#sessions.set(id, session, { dependencies: [['sessions of', user]] })
    return stored && id
  }

  /**
   * Resolves to the session, or to `undefined` when it has ended. The session then lives for another half
   * hour.
   */
  async find(id: string): Promise<Session | undefined> {
    const [session] = await Promise.all([this.#sessions.get<Session>(id), this.#sessions.touch(id)])
    return session
  }

  /** Adds a product to the cart. A product of another request at the same time is not lost. */
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
