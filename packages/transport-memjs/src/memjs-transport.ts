import {
  assertBytes,
  assertFlags,
  assertLifetime,
  assertMemcachedKeys,
  assertStorable,
  type CallOptions,
  type Cas,
  type CasItem,
  type CommandName,
  type FlushOptions,
  type HasManyOptions,
  type IncrementOptions,
  type Item,
  pickServers,
  type Seconds,
  type ServerStatistics,
  type StoreOptions,
  toExptime,
  type Traffic,
  type Transport,
  TransportError,
} from '@lmc/transport'
import { Utils } from 'memjs'
import { toSingleCall } from './calls/call.ts'
import { toCasBytes } from './wire/cas-token.ts'
import { count } from './calls/count.ts'
import { toCounterRequest } from './calls/counter-request.ts'
import { findMany, type Search } from './calls/find-many.ts'
import { groupByLink } from './calls/group-by-link.ts'
import { type MemjsTransportOptions, toSettings } from './memjs-transport-options.ts'
import { Opcode } from './wire/opcode.ts'
import { readCasItem, readFlags, readItem, type Reply } from './wire/reply.ts'
import { type KeyedRequest, withWireKey } from './wire/request.ts'
import { ServerFlush } from './server-flush.ts'
import { ServerLink } from './server-link.ts'
import { toStatisticsCall } from './calls/statistics-call.ts'
import { traced } from './calls/traced.ts'
import { Status } from './wire/status.ts'
import { toStoreRequest } from './calls/store-request.ts'

const NOT_THERE = [Status.keyNotFound]
const NOT_STORED = [Status.notStored, Status.keyNotFound, Status.keyExists]
const NOT_JOINED = [...NOT_STORED, Status.valueTooLarge]

/**
 * Speaks to memcached servers through memjs: the binary protocol, with SASL PLAIN where credentials are
 * given. A key lives on the server where memjs itself looks for it.
 */
export class MemjsTransport implements Transport {
  readonly servers: readonly string[]
  readonly #links: readonly ServerLink[]
  readonly #flushes: ReadonlyMap<string, ServerFlush>
  readonly #traceKeys: boolean
  #closing: Promise<unknown> | undefined

  /** @throws {TypeError | RangeError} when an option is wrong. */
  constructor(options: MemjsTransportOptions = {}) {
    const { servers, traceKeys, ...settings } = toSettings(options)
    this.#traceKeys = traceKeys
    this.servers = Object.freeze(servers.map(({ name }) => name))
    this.#links = servers.map((address) => new ServerLink({ address, ...settings }))
    this.#flushes = new Map(this.#links.map((link) => [link.name, new ServerFlush(link)]))
  }

  serverOf(key: string): string {
    return this.#linkOf(key).name
  }

  async get(key: string, options?: CallOptions): Promise<Item | undefined> {
    return this.#ask('get', { opcode: Opcode.get, key }, NOT_THERE, ifOk(readItem), options)
  }

  async gets(key: string, options?: CallOptions): Promise<CasItem | undefined> {
    return this.#ask('gets', { opcode: Opcode.get, key }, NOT_THERE, ifOk(readCasItem), options)
  }

  async getMany(keys: readonly string[], options?: CallOptions): Promise<Map<string, Item>> {
    return this.#find({ command: 'getMany', read: readItem, gather: (hits) => hits }, keys, options)
  }

  /** The binary protocol cannot ask for a key without its value. The values come, and are dropped. */
  async hasMany(keys: readonly string[], options: HasManyOptions = {}): Promise<Set<string>> {
    const { exceptFlags } = options
    if (exceptFlags !== undefined) assertFlags(exceptFlags)
    const gather = (hits: ReadonlyMap<string, number>): Set<string> => {
      const found = [...hits].filter(([, flags]) => flags !== exceptFlags)
      return new Set(found.map(([key]) => key))
    }
    return this.#find({ command: 'hasMany', read: readFlags, gather }, keys, options)
  }

  async set(key: string, value: Uint8Array, options?: StoreOptions): Promise<boolean> {
    return this.#store('set', key, value, options)
  }

  async add(key: string, value: Uint8Array, options?: StoreOptions): Promise<boolean> {
    return this.#store('add', key, value, options)
  }

  async replace(key: string, value: Uint8Array, options?: StoreOptions): Promise<boolean> {
    return this.#store('replace', key, value, options)
  }

  async append(key: string, value: Uint8Array, options?: CallOptions): Promise<boolean> {
    assertBytes(value)
    return this.#ask('append', { opcode: Opcode.append, key, value }, NOT_JOINED, isOk, options)
  }

  async prepend(key: string, value: Uint8Array, options?: CallOptions): Promise<boolean> {
    assertBytes(value)
    return this.#ask('prepend', { opcode: Opcode.prepend, key, value }, NOT_JOINED, isOk, options)
  }

  async compareAndSet(key: string, value: Uint8Array, cas: Cas, options?: StoreOptions): Promise<boolean> {
    assertStorable(value, options)
    const request = { ...toStoreRequest(Opcode.set, key, value, options), cas: toCasBytes(cas) }
    return this.#ask('compareAndSet', request, NOT_STORED, isOk, options)
  }

  async compareAndDelete(key: string, cas: Cas, options?: CallOptions): Promise<boolean> {
    const request = { opcode: Opcode.delete, key, cas: toCasBytes(cas) }
    return this.#ask('compareAndDelete', request, NOT_STORED, isOk, options)
  }

  async delete(key: string, options?: CallOptions): Promise<boolean> {
    return this.#ask('delete', { opcode: Opcode.delete, key }, NOT_THERE, isOk, options)
  }

  async touch(key: string, lifetime: Seconds, options?: CallOptions): Promise<boolean> {
    assertLifetime(lifetime)
    const extras = Utils.makeExpiration(toExptime(lifetime))
    return this.#ask('touch', { opcode: Opcode.touch, key, extras }, NOT_THERE, isOk, options)
  }

  async increment(
    key: string,
    delta: bigint | number,
    options: IncrementOptions = {},
  ): Promise<bigint | undefined> {
    if (options.lifetime !== undefined) assertLifetime(options.lifetime)
    const request = withWireKey(toCounterRequest(key, delta, options))
    this.#assertOpen('increment')
    const link = this.#linkOf(key)
    return this.#traced('increment', link, [key], (traffic) => count(link, request, options, traffic))
  }

  async flush(options?: FlushOptions): Promise<void> {
    this.#assertOpen('flush')
    const flushed = pickServers(this.servers, options?.server)
    const flush = async (server: string): Promise<void> => {
      const way = this.#flushes.get(server)
      if (way) await this.#traced('flush', way.link, [], (traffic) => way.run(options, traffic))
    }
    const outcomes = await Promise.allSettled(flushed.map(flush))
    const failed = outcomes.find((outcome) => outcome.status === 'rejected')
    if (failed) throw failed.reason
  }

  async statistics(options: CallOptions = {}): Promise<ServerStatistics[]> {
    this.#assertOpen('statistics')
    return Promise.all(
      this.#links.map(async (link) => {
        const server = link.name
        try {
          const ask = (traffic?: Traffic): Promise<Record<string, string>> =>
            link.call(toStatisticsCall(traffic), options)
          return { server, statistics: await this.#traced('statistics', link, [], ask) }
        } catch (error) {
          if (!(error instanceof TransportError)) throw error
          return { server, statistics: {}, error }
        }
      }),
    )
  }

  async close(): Promise<void> {
    const closable = [...this.#links, ...this.#flushes.values()]
    this.#closing ??= Promise.all(closable.map(async (one) => one.close()))
    await this.#closing
  }

  #store(
    command: 'set' | 'add' | 'replace',
    key: string,
    value: Uint8Array,
    options?: StoreOptions,
  ): Promise<boolean> {
    assertStorable(value, options)
    return this.#ask(command, toStoreRequest(Opcode[command], key, value, options), NOT_STORED, isOk, options)
  }

  #find<Found, Gathered extends Map<string, Item> | Set<string>>(
    search: Pick<Search<Found, Gathered>, 'command' | 'gather' | 'read'>,
    keys: readonly string[],
    options: CallOptions | undefined,
  ): Promise<Gathered> {
    assertMemcachedKeys(keys)
    this.#assertOpen(search.command)
    const groups = groupByLink(keys, (key) => this.#linkOf(key))
    return findMany({ ...search, keys: groups, traceKeys: this.#traceKeys }, options)
  }

  #ask<Result>(
    command: CommandName,
    request: KeyedRequest,
    answers: readonly number[],
    read: (reply: Reply) => Result,
    options?: CallOptions,
  ): Promise<Result> {
    const wired = withWireKey(request)
    this.#assertOpen(command)
    const link = this.#linkOf(request.key)
    return this.#traced(command, link, [request.key], (traffic) =>
      link.call(toSingleCall(command, wired, answers, read, traffic), options),
    )
  }

  #traced<T>(
    operation: CommandName,
    link: ServerLink,
    keys: readonly string[],
    send: (traffic?: Traffic) => Promise<T>,
  ): Promise<T> {
    return traced({ operation, link, keys, traceKeys: this.#traceKeys }, send)
  }

  #assertOpen(command: string): void {
    if (this.#closing) throw new TransportError('closed', 'the transport was closed', { command })
  }

  #linkOf(key: string): ServerLink {
    const link = this.#links[Utils.hashCode(key) % this.#links.length]
    if (!link) throw new RangeError('The list of servers is empty')
    return link
  }
}

function isOk({ header }: Reply): boolean {
  return header.status === Status.ok
}

function ifOk<Result>(read: (reply: Reply) => Result): (reply: Reply) => Result | undefined {
  return (reply) => (isOk(reply) ? read(reply) : undefined)
}
