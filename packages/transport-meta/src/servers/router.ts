import { loadBuiltin } from '../load-builtin.ts'
import type { Activity } from '../connection/activity.ts'
import type { Distribution } from '../distribution/distribution.ts'
import type { Limits } from '../calls/limits.ts'
import type { Server } from './server.ts'
import { ServerLink } from './server-link.ts'

export interface RouterOptions {
  readonly distribution: Distribution
  /** Where the keys of a server go while it is down: nowhere, or to the servers that are not. */
  readonly failover: 'none' | 'next'
  readonly limits: Limits
}

/** Some servers, and which of them a key is on. */
interface Plan {
  readonly links: readonly ServerLink[]
  /** From a key to an index of `links`. */
  readonly locate: (key: string) => number
}

/** Knows the servers, and which one a key is on. */
export class Router {
  readonly #options: RouterOptions
  readonly #activity: Activity = { busyConnections: 0 }
  #plan: Plan
  /** The servers that are not down, when they were last asked for. */
  #living: Plan | undefined
  /** Servers that have been taken out, until their calls have settled. */
  readonly #leaving: Set<Promise<void>> = new Set()

  /**
   * @throws {TypeError} as the distribution does.
   * @throws {RangeError} as the distribution does.
   */
  constructor(servers: readonly Server[], options: RouterOptions) {
    this.#options = options
    this.#plan = this.#createPlan(servers.map((server) => this.#createLink(server)))
  }

  /** The ways to all servers, in their order. */
  get links(): readonly ServerLink[] {
    return this.#plan.links
  }

  /** Returns the way to the server that a key is on. */
  linkOf(key: string): ServerLink {
    const link = pick(this.#plan, key)
    return link.isDown && this.#options.failover === 'next' ? this.#standIn(key, link) : link
  }

  /** Splits keys by the server that they are on. */
  group(keys: readonly string[]): Map<ServerLink, readonly string[]> {
    const [only] = this.links
    if (only !== undefined && this.links.length === 1) return new Map([[only, keys]])
    const groups = new Map<ServerLink, string[]>()
    for (const key of keys) {
      const link = this.linkOf(key)
      const group = groups.get(link)
      if (group === undefined) groups.set(link, [key])
      else group.push(key)
    }
    return groups
  }

  /**
   * Puts other servers in place. Those that stay keep their connections; the others are left once their calls
   * have settled.
   */
  setServers(servers: readonly Server[]): void {
    const links = servers.map((server) => this.#find(server) ?? this.#createLink(server))
    const left = this.links.filter((link) => !links.includes(link))
    this.#plan = this.#createPlan(links)
    this.#living = undefined
    for (const link of left) this.#leave(link)
  }

  /** Lets all calls settle and gives up the connections. */
  async close(): Promise<void> {
    await Promise.all([...this.links.map((link) => link.close()), ...this.#leaving])
  }

  #leave(link: ServerLink): void {
    const leaving = link.close().finally(() => this.#leaving.delete(leaving))
    this.#leaving.add(leaving)
  }

  #find(server: Server): ServerLink | undefined {
    return this.links.find((link) =>
      loadBuiltin('node:util').isDeepStrictEqual({ ...link.server, weight: 0 }, { ...server, weight: 0 }),
    )
  }

  #createLink(server: Server): ServerLink {
    return new ServerLink({ server, limits: this.#options.limits, activity: this.#activity })
  }

  #createPlan(links: readonly ServerLink[]): Plan {
    const locate = this.#options.distribution(links.map(({ server: { name, weight } }) => ({ name, weight })))
    if (typeof locate !== 'function')
      throw new TypeError(
        'The distribution gave no function; expected one from a key to the index of a server',
      )
    return { links, locate }
  }

  /** Returns the way to the server that has the keys of one that is down; that one's own when all are. */
  #standIn(key: string, link: ServerLink): ServerLink {
    const living = this.links.filter(({ isDown }) => !isDown)
    if (living.length === 0) return link
    let plan = this.#living
    if (plan === undefined || !isSame(plan.links, living)) this.#living = plan = this.#createPlan(living)
    return pick(plan, key)
  }
}

function pick({ links, locate }: Plan, key: string): ServerLink {
  const [only] = links
  if (only !== undefined && links.length === 1) return only
  const index = locate(key)
  const link = links[index]
  if (link === undefined || typeof index !== 'number') {
    const given = typeof index === 'number' ? String(index) : `a ${typeof index}`
    throw new RangeError(
      `The distribution gave ${given}; expected a whole number from 0 to ${links.length - 1}`,
    )
  }
  return link
}

function isSame(links: readonly ServerLink[], others: readonly ServerLink[]): boolean {
  return links.length === others.length && links.every((link, index) => link === others[index])
}
