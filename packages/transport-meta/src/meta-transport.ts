import {
  assertFlags,
  type CallOptions,
  type Cas,
  type CasItem,
  type DumpedItem,
  type FlushOptions,
  type HasManyOptions,
  type IncrementOptions,
  type Item,
  type ItemDetails,
  printedAs,
  type Seconds,
  type ServerStatistics,
  type StoreOptions,
  type Transport,
  TransportError,
} from '@lmc/transport'
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
import { Dispatcher } from './servers/dispatcher.ts'
import { dumpItems } from './dump/dump-items.ts'
import { dumpKeys } from './dump/dump-keys.ts'
import type { MetaTransportOptions } from './options/meta-transport-options.ts'
import type { ServerOptions } from './options/parse-server.ts'
import type { Server } from './servers/server.ts'
import { readServers, readSettings, type Settings } from './options/read-settings.ts'

/**
 * Speaks memcached's meta protocol to one server or many, over TCP, TLS or unix sockets. It connects when the
 * first call comes. While no call is under way it does not keep the process alive.
 */
export class MetaTransport implements Transport {
  readonly #settings: Settings
  readonly #dispatcher: Dispatcher

  /**
   * @throws {TypeError} when an option is of a wrong type, or an address of no known form.
   * @throws {RangeError} when an option is out of range, or a server is named twice.
   */
  constructor(options: MetaTransportOptions = {}) {
    const settings = readSettings(options)
    this.#settings = settings
    const toServers = (addresses: readonly string[]): readonly Server[] =>
      readServers(addresses, settings.defaults)
    this.#dispatcher = new Dispatcher({ ...settings, toServers })
    printedAs(this, () => `MetaTransport(${this.servers.join(', ')})`)
  }

  get servers(): readonly string[] {
    return this.#dispatcher.servers
  }

  /**
   * Puts other servers in place. Those that stay keep their connections. Those that go are left once their
   * calls have settled. With a distribution like `ketama` only the keys of servers that come or go are looked
   * for elsewhere than before. When the servers are discovered, this holds until they next change.
   *
   * @throws {TypeError} when an address is of no known form.
   * @throws {RangeError} when the list is empty, or a server is named twice.
   */
  setServers(servers: readonly (string | ServerOptions)[]): void {
    this.#dispatcher.setServers(readServers(servers, this.#settings.defaults))
  }

  /** While the servers are being discovered, it is the configuration endpoint. */
  serverOf(key: string): string {
    return this.#dispatcher.serverOf(key)
  }

  get(key: string, options?: CallOptions): Promise<Item | undefined> {
    return this.#dispatcher.callOne(key, options, createGetCall)
  }

  gets(key: string, options?: CallOptions): Promise<CasItem | undefined> {
    return this.#dispatcher.callOne(key, options, createGetsCall)
  }

  async getMany(keys: readonly string[], options?: CallOptions): Promise<Map<string, Item>> {
    const hits = new Map<string, Item | undefined>()
    await this.#dispatcher.callMany(
      { operation: 'getMany', keys, hits, createCall: createGetManyCall },
      options,
    )
    // All keys have been answered: those that are left have items.
    return hits as Map<string, Item>
  }

  async hasMany(keys: readonly string[], options: HasManyOptions = {}): Promise<Set<string>> {
    const { exceptFlags } = options
    if (exceptFlags !== undefined) assertFlags(exceptFlags)
    const hits = new Set<string>()
    const createCall = (portion: readonly string[], found: Set<string>): Call<void> =>
      createHasManyCall(portion, found, exceptFlags)
    await this.#dispatcher.callMany({ operation: 'hasMany', keys, hits, createCall }, options)
    return hits
  }

  set(key: string, value: Uint8Array, options?: StoreOptions): Promise<boolean> {
    return this.#dispatcher.callOne(key, options, (wireKey) =>
      createStoreCall('set', wireKey, value, options),
    )
  }

  add(key: string, value: Uint8Array, options?: StoreOptions): Promise<boolean> {
    return this.#dispatcher.callOne(key, options, (wireKey) =>
      createStoreCall('add', wireKey, value, options),
    )
  }

  replace(key: string, value: Uint8Array, options?: StoreOptions): Promise<boolean> {
    return this.#dispatcher.callOne(key, options, (wireKey) =>
      createStoreCall('replace', wireKey, value, options),
    )
  }

  append(key: string, value: Uint8Array, options?: CallOptions): Promise<boolean> {
    return this.#dispatcher.callOne(key, options, (wireKey) => createStoreCall('append', wireKey, value))
  }

  prepend(key: string, value: Uint8Array, options?: CallOptions): Promise<boolean> {
    return this.#dispatcher.callOne(key, options, (wireKey) => createStoreCall('prepend', wireKey, value))
  }

  compareAndSet(key: string, value: Uint8Array, cas: Cas, options?: StoreOptions): Promise<boolean> {
    return this.#dispatcher.callOne(key, options, (wireKey) =>
      createCompareAndSetCall(wireKey, value, cas, options),
    )
  }

  compareAndDelete(key: string, cas: Cas, options?: CallOptions): Promise<boolean> {
    return this.#dispatcher.callOne(key, options, (wireKey) => createCompareAndDeleteCall(wireKey, cas))
  }

  delete(key: string, options?: CallOptions): Promise<boolean> {
    return this.#dispatcher.callOne(key, options, createDeleteCall)
  }

  touch(key: string, lifetime: Seconds, options?: CallOptions): Promise<boolean> {
    return this.#dispatcher.callOne(key, options, (wireKey) => createTouchCall(wireKey, lifetime))
  }

  increment(key: string, delta: bigint | number, options?: IncrementOptions): Promise<bigint | undefined> {
    return this.#dispatcher.callOne(key, options, (wireKey) => createIncrementCall(wireKey, delta, options))
  }

  async flush(options?: FlushOptions): Promise<void> {
    const calls = await this.#dispatcher.callAll(
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
    const calls = await this.#dispatcher.callAll(
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
   * Gives the memcached keys of all items of all servers, one server after the other, in no order. Not of the
   * contract: there are servers, proxies and protocols that have no such dump.
   *
   * @throws {TransportError} `server` when a server does not dump, as when it was started with `-o
   *   no_lru_crawler`; `connection`, `timeout`, `closed`.
   */
  async *dumpKeys(options: CallOptions = {}): AsyncGenerator<string, void, undefined> {
    const known = this.#dispatcher.whenKnown('dumpKeys', options)
    if (known !== undefined) await known
    for (const { server } of this.#dispatcher.links) yield* dumpKeys(server, this.#settings.limits, options)
  }

  /**
   * Gives the size, the lifetime and the last use of each item, one server after the other, in no order. Not
   * of the contract, as `dumpKeys`.
   *
   * @throws {TransportError} as `dumpKeys`.
   */
  async *dumpItems(options: CallOptions = {}): AsyncGenerator<DumpedItem, void, undefined> {
    const known = this.#dispatcher.whenKnown('dumpItems', options)
    if (known !== undefined) await known
    for (const link of this.#dispatcher.links) yield* dumpItems(link, this.#settings.limits, options)
  }

  /**
   * Resolves to the size, the lifetime and the last use of an item, or `undefined` when the key holds
   * nothing. This does not count as use. Not of the contract: other protocols do not tell.
   *
   * @throws {TypeError} when `key` is no memcached key.
   * @throws {TransportError} as `get`.
   */
  inspect(key: string, options?: CallOptions): Promise<ItemDetails | undefined> {
    return this.#dispatcher.callOne(key, options, createInspectCall)
  }

  close(): Promise<void> {
    return this.#dispatcher.close()
  }
}
