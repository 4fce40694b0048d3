import {
  assertFlags,
  assertMemcachedKey,
  assertMemcachedKeys,
  type CallOptions,
  type Cas,
  type CasItem,
  type DumpedItem,
  type FlushOptions,
  type HasManyOptions,
  type IncrementOptions,
  type Item,
  type ItemDetails,
  pickServers,
  type Seconds,
  type ServerStatistics,
  settleWithin,
  type StoreOptions,
  type Transport,
  TransportError,
  withPartial,
} from '@lmc/transport'
import { askMany } from './calls/ask-many.ts'
import type { Call } from './calls/call.ts'
import { createCompareAndSetCall, createStoreCall } from './commands/store.ts'
import { createCompareAndDeleteCall, createDeleteCall } from './commands/delete.ts'
import { createFlushCall } from './commands/flush.ts'
import { createGetCall } from './commands/get.ts'
import { createGetManyCall } from './commands/get-many.ts'
import { createGetsCall } from './commands/gets.ts'
import { createHasManyCall } from './commands/has-many.ts'
import { createIncrementCall } from './commands/increment.ts'
import { createInspectCall } from './commands/inspect.ts'
import { createStatisticsCall } from './commands/statistics.ts'
import { createTouchCall } from './commands/touch.ts'
import { Discovery } from './discovery/discovery.ts'
import { dumpItems } from './servers/dump-items.ts'
import { dumpKeys } from './servers/dump-keys.ts'
import type { MetaTransportOptions } from './options/meta-transport-options.ts'
import type { ServerOptions } from './options/parse-server.ts'
import { rejectOnAbort } from './calls/reject-on-abort.ts'
import { readServers, readSettings, type Settings } from './options/read-settings.ts'
import { Router } from './servers/router.ts'
import { ServerLink } from './servers/server-link.ts'

/**
 * Speaks memcached's meta protocol to one server or many, over TCP, TLS or unix sockets. It connects when the first call comes. While no
 * call is under way it does not keep the process alive.
 */
export class MetaTransport implements Transport {
  readonly #settings: Settings
  readonly #router: Router
  readonly #discovery: Discovery | undefined
  #closing: Promise<void> | undefined

  /**
   * @throws {TypeError} when an option is of a wrong type, or an address of no known form.
   * @throws {RangeError} when an option is out of range, or a server is named twice.
   */
  constructor(options: MetaTransportOptions = {}) {
    const settings = readSettings(options)
    this.#settings = settings
    this.#router = new Router(settings.servers, settings)
    this.#discovery = this.#createDiscovery()
  }

  get servers(): readonly string[] {
    return this.#router.links.map((link) => link.server.name)
  }

  /**
   * Puts other servers in place. Those that stay keep their connections. Those that go are left once their calls have settled. With a distribution like `ketama` only the keys of servers that come or go are looked for elsewhere than before. When the servers are
   * discovered, this holds until they next change.
   *
   * @throws {TypeError} when an address is of no known form.
   * @throws {RangeError} when the list is empty, or a server is named twice.
   */
  setServers(servers: readonly (string | ServerOptions)[]): void {
    this.#router.setServers(readServers(servers, this.#settings.defaults))
  }

  /** While the servers are being discovered, it is the configuration endpoint. */
  serverOf(key: string): string {
    return this.#router.linkOf(key).server.name
  }

  get(key: string, options?: CallOptions): Promise<Item | undefined> {
    return this.#call(key, options, createGetCall)
  }

  gets(key: string, options?: CallOptions): Promise<CasItem | undefined> {
    return this.#call(key, options, createGetsCall)
  }

  async getMany(keys: readonly string[], options?: CallOptions): Promise<Map<string, Item>> {
    const hits = new Map<string, Item>()
    await this.#callMany('getMany', keys, hits, (portion) => createGetManyCall(portion, hits), options)
    return hits
  }

  async hasMany(keys: readonly string[], options: HasManyOptions = {}): Promise<Set<string>> {
    const { exceptFlags } = options
    if (exceptFlags !== undefined) assertFlags(exceptFlags)
    const hits = new Set<string>()
    const create = (portion: readonly string[]): Call<void> => createHasManyCall(portion, hits, exceptFlags)
    await this.#callMany('hasMany', keys, hits, create, options)
    return hits
  }

  set(key: string, value: Uint8Array, options?: StoreOptions): Promise<boolean> {
    return this.#call(key, options, () => createStoreCall('set', key, value, options))
  }

  add(key: string, value: Uint8Array, options?: StoreOptions): Promise<boolean> {
    return this.#call(key, options, () => createStoreCall('add', key, value, options))
  }

  replace(key: string, value: Uint8Array, options?: StoreOptions): Promise<boolean> {
    return this.#call(key, options, () => createStoreCall('replace', key, value, options))
  }

  append(key: string, value: Uint8Array, options?: CallOptions): Promise<boolean> {
    return this.#call(key, options, () => createStoreCall('append', key, value))
  }

  prepend(key: string, value: Uint8Array, options?: CallOptions): Promise<boolean> {
    return this.#call(key, options, () => createStoreCall('prepend', key, value))
  }

  compareAndSet(key: string, value: Uint8Array, cas: Cas, options?: StoreOptions): Promise<boolean> {
    return this.#call(key, options, () => createCompareAndSetCall(key, value, cas, options))
  }

  compareAndDelete(key: string, cas: Cas, options?: CallOptions): Promise<boolean> {
    return this.#call(key, options, () => createCompareAndDeleteCall(key, cas))
  }

  delete(key: string, options?: CallOptions): Promise<boolean> {
    return this.#call(key, options, createDeleteCall)
  }

  touch(key: string, lifetime: Seconds, options?: CallOptions): Promise<boolean> {
    return this.#call(key, options, () => createTouchCall(key, lifetime))
  }

  increment(key: string, delta: bigint | number, options?: IncrementOptions): Promise<bigint | undefined> {
    return this.#call(key, options, () => createIncrementCall(key, delta, options))
  }

  async flush(options?: FlushOptions): Promise<void> {
    const calls = await this.#callAll(
      'flush',
      createFlushCall,
      async (link, call) => link.flush(call),
      options,
    )
    const outcomes = await Promise.allSettled(calls.values())
    options?.signal?.throwIfAborted()
    const failed = outcomes.find((outcome) => outcome.status === 'rejected')
    if (failed !== undefined) throw failed.reason
  }

  async statistics(options?: CallOptions): Promise<ServerStatistics[]> {
    const calls = await this.#callAll(
      'statistics',
      createStatisticsCall,
      async (link, call) => link.submit(call),
      options,
    )
    const entries = Array.from(calls, async ([server, call]): Promise<ServerStatistics> => {
      try {
        return { server, statistics: await call }
      } catch (error) {
        if (error instanceof TransportError) return { server, statistics: {}, error }
        throw error
      }
    })
    return Promise.all(entries)
  }

  /**
   * Gives the memcached keys of all items of all servers, one server after the other, in no order. Not of the contract: there are servers,
   * proxies and protocols that have no such dump.
   *
   * @throws {TransportError} `server` when a server does not dump, as when it was started with `-o no_lru_crawler`; `connection`, `timeout`,
   *   `closed`.
   */
  async *dumpKeys(options: CallOptions = {}): AsyncGenerator<string, void, undefined> {
    const discovered = this.#prepare('dumpKeys', options)
    if (discovered !== undefined) await discovered
    for (const { server } of this.#router.links) yield* dumpKeys(server, this.#settings.limits, options)
  }

  /**
   * Gives the size, the lifetime and the last use of each item, one server after the other, in no order. Not of
   * the contract, as `dumpKeys`.
   *
   * @throws {TransportError} as `dumpKeys`.
   */
  async *dumpItems(options: CallOptions = {}): AsyncGenerator<DumpedItem, void, undefined> {
    const discovered = this.#prepare('dumpItems', options)
    if (discovered !== undefined) await discovered
    for (const link of this.#router.links) yield* dumpItems(link, this.#settings.limits, options)
  }

  /**
   * Resolves to the size, the lifetime and the last use of an item, or `undefined` when the key holds nothing.
   * This does not count as use. Not of the contract: other protocols do not tell.
   *
   * @throws {TypeError} when `key` is no memcached key.
   * @throws {TransportError} as `get`.
   */
  inspect(key: string, options?: CallOptions): Promise<ItemDetails | undefined> {
    return this.#call(key, options, createInspectCall)
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    await Promise.all([this.#router.close(), this.#discovery?.close()])
  }

  /** Makes a call to the server that has the key. */
  #call<T>(key: string, options: CallOptions | undefined, create: (key: string) => Call<T>): Promise<T> {
    try {
      assertMemcachedKey(key)
      const call = create(key)
      const signal = options?.signal
      if (this.#discovery?.isDone !== false) return this.#submit(this.#router.linkOf(key), call, signal)
      return this.#afterDiscovery(call.name, options, async () =>
        this.#submit(this.#router.linkOf(key), call, signal),
      )
    } catch (error) {
      return Promise.reject(error)
    }
  }

  #submit<T>(link: ServerLink, call: Call<T>, signal: AbortSignal | undefined): Promise<T> {
    rejectOnAbort(call, signal)
    return link.submit(call)
  }

  /** Asks each server for those of the keys that it has, and has the calls gather the hits. */
  async #callMany(
    command: 'getMany' | 'hasMany',
    keys: readonly string[],
    hits: Map<string, Item> | Set<string>,
    create: (portion: readonly string[]) => Call<void>,
    options: CallOptions | undefined,
  ): Promise<void> {
    assertMemcachedKeys(keys)
    const discovered = this.#prepare(command, options)
    if (discovered !== undefined) await discovered
    const { limits } = this.#settings
    const groups = this.#router.group(new Set(keys))
    const outcomes = await Promise.allSettled(
      Array.from(groups, ([link, group]) =>
        askMany({ command, link, keys: group, createCall: create, limits }, options?.signal),
      ),
    )
    const failed = outcomes.find((outcome) => outcome.status === 'rejected')
    if (failed !== undefined) throw withPartial(failed.reason, hits)
  }

  /** Makes a call to each server, or to the one that is named. Returns what they come to, by the server's name. */
  async #callAll<T>(
    command: 'flush' | 'statistics',
    create: () => Call<T>,
    send: (link: ServerLink, call: Call<T>) => Promise<T>,
    options: FlushOptions | undefined,
  ): Promise<Map<string, Promise<T>>> {
    const discovered = this.#prepare(command, options)
    if (discovered !== undefined) await discovered
    const asked = pickServers(this.servers, options?.server)
    const links = this.#router.links.filter(({ server }) => asked.includes(server.name))
    return new Map(
      links.map((link) => {
        const call = create()
        rejectOnAbort(call, options?.signal)
        return [link.server.name, send(link, call)]
      }),
    )
  }

  /**
   * Resolves when the servers are known; `undefined` when they are, so that what is sent now leaves in the order of the calls.
   *
   * @throws {TransportError} `closed`.
   */
  #prepare(command: string, options: CallOptions | undefined): Promise<void> | undefined {
    options?.signal?.throwIfAborted()
    if (this.#closing !== undefined)
      throw new TransportError('closed', 'the transport is closed', { command })
    if (this.#discovery?.isDone !== false) return undefined
    return this.#afterDiscovery(command, options, async () => undefined)
  }

  /** Waits until the servers are known, and then goes on, if somebody still waits; settles within the time-out. */
  async #afterDiscovery<T>(
    command: string,
    options: CallOptions | undefined,
    goOn: () => Promise<T>,
  ): Promise<T> {
    const { limits } = this.#settings
    const [server = ''] = this.servers
    const over = new AbortController()
    const start = async (): Promise<T> => {
      await this.#discovery?.done()
      over.signal.throwIfAborted()
      return goOn()
    }
    try {
      return await settleWithin(limits.timeout, start, { server, command }, options)
    } finally {
      over.abort()
    }
  }

  #createDiscovery(): Discovery | undefined {
    const { discovery, limits } = this.#settings
    if (discovery === undefined) return undefined
    return new Discovery({
      link: new ServerLink({ server: discovery.endpoint, limits, asksVersion: false }),
      interval: discovery.interval,
      onServers: (addresses) => this.setServers(addresses),
    })
  }
}
