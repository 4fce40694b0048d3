import {
  assertBytes,
  assertFlags,
  assertLifetime,
  assertMemcachedKey,
  assertMemcachedKeys,
  assertStorable,
  type CallOptions,
  type Cas,
  type CasItem,
  clock,
  type FlushOptions,
  type HasManyOptions,
  type IncrementOptions,
  type Item,
  pickServers,
  type Seconds,
  type ServerStatistics,
  settleWithin,
  type StoreOptions,
  toExptime,
  type Transport,
  TransportError,
} from '@lmc/transport'
import { Utils } from 'memjs'
import { toSingleCall } from './calls/call.ts'
import { toCasBytes } from './wire/cas-token.ts'
import { toCounterRequest } from './calls/counter-request.ts'
import { findMany } from './calls/find-many.ts'
import { type MemjsTransportOptions, toSettings } from './memjs-transport-options.ts'
import { Opcode } from './wire/opcode.ts'
import { readCasItem, readCounter, readFlags, readItem, type Reply } from './wire/reply.ts'
import type { KeyedRequest } from './wire/request.ts'
import { ServerFlush } from './server-flush.ts'
import { ServerLink } from './server-link.ts'
import { toStatisticsCall } from './calls/statistics-call.ts'
import { Status } from './wire/status.ts'
import { toStoreRequest } from './calls/store-request.ts'

const NOT_THERE = [Status.keyNotFound]
const NOT_STORED = [Status.notStored, Status.keyNotFound, Status.keyExists]
const NOT_JOINED = [...NOT_STORED, Status.valueTooLarge]
const NOT_COUNTED = [Status.keyNotFound, Status.notStored]

/**
 * Another client created the counter between the server's look and its store. The server has stored nothing,
 * and can be asked again.
 */
const OVERTAKEN = Symbol('overtaken')

/**
 * Speaks to memcached servers through memjs: the binary protocol, with SASL PLAIN where credentials are
 * given. A key lives on the server where memjs itself looks for it.
 */
export class MemjsTransport implements Transport {
  readonly servers: readonly string[]
  readonly #links: readonly ServerLink[]
  readonly #flushes: ReadonlyMap<string, ServerFlush>
  #closing: Promise<unknown> | undefined

  /** @throws {TypeError | RangeError} when an option is wrong. */
  constructor(options: MemjsTransportOptions = {}) {
    const { servers, ...settings } = toSettings(options)
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
    const command = 'getMany'
    const search = { command, keys: this.#byServer(command, keys), read: readItem }
    return findMany({ ...search, gather: (hits) => hits }, options)
  }

  /** The binary protocol cannot ask for a key without its value. The values come, and are dropped. */
  async hasMany(keys: readonly string[], options: HasManyOptions = {}): Promise<Set<string>> {
    const command = 'hasMany'
    const { exceptFlags } = options
    if (exceptFlags !== undefined) assertFlags(exceptFlags)
    const search = { command, keys: this.#byServer(command, keys), read: readFlags }
    const gather = (hits: ReadonlyMap<string, number>): Set<string> => {
      const found = [...hits].filter(([, flags]) => flags !== exceptFlags)
      return new Set(found.map(([key]) => key))
    }
    return findMany({ ...search, gather }, options)
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
    const request = toCounterRequest(key, delta, options)
    assertMemcachedKey(key)
    const link = this.#linkOf(key)
    return link.during(async () => {
      const startedAt = clock.now()
      const count = await this.#ask('increment', request, NOT_COUNTED, readCount, options)
      if (count !== OVERTAKEN) return count
      const again = async (): Promise<bigint | undefined> =>
        link.call(toSingleCall('increment', request, NOT_THERE, ifOk(readCounter)), options)
      const left = Math.max(1, startedAt + link.timeout - clock.now())
      return settleWithin(left, again, { server: link.name, command: 'increment' }, options)
    })
  }

  async flush(options?: FlushOptions): Promise<void> {
    this.#assertOpen('flush')
    const flushed = pickServers(this.servers, options?.server)
    const outcomes = await Promise.allSettled(
      flushed.map(async (server) => this.#flushes.get(server)?.run(options)),
    )
    const failed = outcomes.find((outcome) => outcome.status === 'rejected')
    if (failed) throw failed.reason
  }

  async statistics(options: CallOptions = {}): Promise<ServerStatistics[]> {
    this.#assertOpen('statistics')
    return Promise.all(
      this.#links.map(async (link) => {
        const server = link.name
        try {
          return { server, statistics: await link.call(toStatisticsCall(), options) }
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

  #ask<Result>(
    command: string,
    request: KeyedRequest,
    answers: readonly number[],
    read: (reply: Reply) => Result,
    options?: CallOptions,
  ): Promise<Result> {
    assertMemcachedKey(request.key)
    this.#assertOpen(command)
    return this.#linkOf(request.key).call(toSingleCall(command, request, answers, read), options)
  }

  #assertOpen(command: string): void {
    if (this.#closing) throw new TransportError('closed', 'the transport was closed', { command })
  }

  #linkOf(key: string): ServerLink {
    const link = this.#links[Utils.hashCode(key) % this.#links.length]
    if (!link) throw new RangeError('The list of servers is empty')
    return link
  }

  #byServer(command: string, keys: readonly string[]): Map<ServerLink, string[]> {
    const groups = new Map<ServerLink, string[]>()
    assertMemcachedKeys(keys)
    for (const key of new Set(keys)) {
      const link = this.#linkOf(key)
      const group = groups.get(link)
      if (group) group.push(key)
      else groups.set(link, [key])
    }
    this.#assertOpen(command)
    return groups
  }
}

function isOk({ header }: Reply): boolean {
  return header.status === Status.ok
}

function ifOk<Result>(read: (reply: Reply) => Result): (reply: Reply) => Result | undefined {
  return (reply) => (isOk(reply) ? read(reply) : undefined)
}

function readCount(reply: Reply): bigint | typeof OVERTAKEN | undefined {
  return reply.header.status === Status.notStored ? OVERTAKEN : ifOk(readCounter)(reply)
}
