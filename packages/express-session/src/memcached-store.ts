// express-session ignores promises. A method rejects only where it was given no callback.
/* oxlint-disable typescript/no-misused-promises */
import {
  type AdapterClient,
  type CacheView,
  type Lifetime,
  type MemcachedClient,
  openClient,
  type Seconds,
} from '@lmc/client'
import { MetaTransport } from '@lmc/transport-meta'
import { type SessionData, Store } from 'express-session'
import { type Callback, tell } from './callback.ts'
import { assertMemcachedStoreOptions, type MemcachedStoreOptions } from './memcached-store-options.ts'

/** How many sessions `all` reads at a time. */
const BATCH = 100

/** A session as it is stored. */
type StoredSession = SessionData & { readonly id?: string }

/**
 * Keeps the sessions of express-session in memcached. Each method takes a callback, as express-session wants
 * it. Without a callback it gives a promise.
 */
export class MemcachedStore extends Store {
  readonly client: MemcachedClient
  readonly #source: AdapterClient
  readonly #sessions: CacheView<string>
  readonly #ttl: Lifetime

  /** @throws {TypeError} when an option is unknown or of a wrong type, or the client does not track keys. */
  constructor(options: MemcachedStoreOptions = {}) {
    super()
    assertMemcachedStoreOptions(options)
    const { namespace = 'sessions', ttl = '1d', failures = 'throw' } = options
    this.#source = openClient(options, {
      of: 'MemcachedStore',
      tracksFor: 'all(), ids(), length() and clear()',
      openTransport: (servers) => new MetaTransport({ servers }),
    })
    this.client = this.#source.client
    // A bad lifetime throws here, not at the first request. All that this store keeps is text.
    this.#sessions = this.client.view({ namespace, lifetime: ttl, failures }) as CacheView<string>
    this.#ttl = ttl
  }

  /** Gives the session, or `null` when there is none. */
  override get(id: string, callback?: Callback<SessionData | null>): Promise<SessionData | null | undefined> {
    return tell(this.#get(id), callback)
  }

  /** Stores the session for as long as its cookie lives. Drops a session whose cookie is over. */
  override set(id: string, session: SessionData, callback?: Callback): Promise<void> {
    return tell(this.#set(id, session), callback)
  }

  /** Gives the stored session the lifetime that its cookie has now. Its content stays. */
  override touch(id: string, session: SessionData, callback?: Callback): Promise<void> {
    return tell(this.#touch(id, session), callback)
  }

  /** Drops the session. */
  override destroy(id: string, callback?: Callback): Promise<void> {
    return tell(this.#destroy(id), callback)
  }

  /** Gives all sessions, each with its `id`. */
  override all(callback?: Callback<StoredSession[]>): Promise<StoredSession[] | undefined> {
    return tell(this.#all(), callback)
  }

  /** Gives the ids of all sessions. */
  ids(callback?: Callback<string[]>): Promise<string[] | undefined> {
    return tell(this.#ids(), callback)
  }

  /** Gives how many sessions there are. */
  override length(callback?: Callback<number>): Promise<number | undefined> {
    return tell(
      this.#ids().then(({ length }) => length),
      callback,
    )
  }

  /** Drops all sessions. */
  override clear(callback?: Callback): Promise<void> {
    return tell(
      this.#sessions.invalidateNamespace().then(() => undefined),
      callback,
    )
  }

  /** Closes the client if this store has made it. */
  async close(): Promise<void> {
    await this.#source.close()
  }

  async #get(id: string): Promise<SessionData | null> {
    return toSession(await this.#sessions.get(id))
  }

  async #set(id: string, session: SessionData): Promise<void> {
    const lifetime = lifetimeOf(session, this.#ttl)
    if (lifetime === undefined) await this.#destroy(id)
    else await this.#sessions.set(id, JSON.stringify(session), { lifetime })
  }

  async #touch(id: string, session: SessionData): Promise<void> {
    const lifetime = lifetimeOf(session, this.#ttl)
    if (lifetime === undefined) await this.#destroy(id)
    else await this.#sessions.touch(id, lifetime)
  }

  async #destroy(id: string): Promise<void> {
    await this.#sessions.invalidate(id)
  }

  async #ids(): Promise<string[]> {
    return (await this.#sessions.keys()).filter((key) => typeof key === 'string')
  }

  async #all(): Promise<StoredSession[]> {
    const ids = await this.#ids()
    const sessions: StoredSession[] = []
    for (let start = 0; start < ids.length; start += BATCH) {
      const found = await this.#sessions.getMany(ids.slice(start, start + BATCH))
      for (const [id, stored] of found) {
        const session = toSession(stored)
        if (session !== null) sessions.push({ ...session, id })
      }
    }
    return sessions
  }
}

/** Gives the stored session; `null` when another program has stored something else in its place. */
function toSession(stored: unknown): SessionData | null {
  if (typeof stored !== 'string') return null
  try {
    const session: unknown = JSON.parse(stored)
    return typeof session === 'object' ? (session as SessionData | null) : null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

/**
 * How long the session lives; `undefined` when its cookie is over. memcached keeps a lifetime of N seconds
 * for N - 1 to N, so it is asked for one second more.
 */
function lifetimeOf({ cookie }: SessionData, ttl: Lifetime): Seconds | Lifetime | undefined {
  const expires: unknown = cookie?.expires
  if (expires === undefined || expires === null || expires === false) return ttl
  const left = new Date(expires as Date | string).getTime() - Date.now()
  if (Number.isNaN(left)) return ttl
  return left > 0 ? Math.ceil(left / 1000) + 1 : undefined
}
