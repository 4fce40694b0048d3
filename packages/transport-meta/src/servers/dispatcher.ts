import {
  type CallOptions,
  type CommandName,
  type FlushOptions,
  isCommandTraced,
  pickServers,
  settleWithin,
  toWireKey,
  toWireKeys,
  traceCommand,
  type Traffic,
  TransportError,
  withPartial,
} from '@lmc/transport'
import { askByWireKeys } from '../calls/ask-by-wire-keys.ts'
import { askMany } from '../calls/ask-many.ts'
import type { Call } from '../calls/call.ts'
import { dropUnanswered, expectHits, type Hits } from '../calls/hits.ts'
import { rejectOnAbort } from '../calls/reject-on-abort.ts'
import { settleAll } from '../calls/settle-all.ts'
import { Discovery } from '../discovery/discovery.ts'
import type { Settings } from '../options/read-settings.ts'
import { Router } from './router.ts'
import type { Server } from './server.ts'
import { ServerLink } from './server-link.ts'
import { toTracedCommand } from './traced-command.ts'

export interface DispatcherOptions extends Settings {
  /** Reads the addresses of servers that were discovered. */
  readonly toServers: (addresses: readonly string[]) => readonly Server[]
}

/** A batch to several servers. */
export interface Search<Found extends Hits> {
  readonly operation: 'getMany' | 'hasMany'
  readonly keys: readonly string[]
  /** What is found is put into this. */
  readonly hits: Found
  /** Creates a call that puts what it finds into `hits`. */
  readonly createCall: (portion: readonly string[], hits: Found) => Call<void>
}

/** Sends each call to the servers that it is for, once these are known. */
export class Dispatcher {
  readonly #options: DispatcherOptions
  readonly #router: Router
  readonly #discovery: Discovery | undefined
  #closing: Promise<void> | undefined

  /**
   * @throws {TypeError} as the distribution does.
   * @throws {RangeError} as the distribution does.
   */
  constructor(options: DispatcherOptions) {
    this.#options = options
    this.#router = new Router(options.servers, options)
    this.#discovery = this.#createDiscovery()
  }

  /** The ways to all servers, in their order. */
  get links(): readonly ServerLink[] {
    return this.#router.links
  }

  /** The names of all servers, in their order. */
  get servers(): readonly string[] {
    return this.links.map((link) => link.server.name)
  }

  /** Puts other servers in place. */
  setServers(servers: readonly Server[]): void {
    this.#router.setServers(servers)
  }

  /** Returns the name of the server that has the key; while servers are being discovered, the endpoint's. */
  serverOf(key: string): string {
    return this.#router.linkOf(key).server.name
  }

  /** Makes a call to the server that has the key. */
  callOne<T>(
    key: string,
    options: CallOptions | undefined,
    create: (wireKey: string) => Call<T>,
  ): Promise<T> {
    try {
      const call = create(toWireKey(key))
      const signal = options?.signal
      if (this.#discovery?.isDone !== false) return this.#submit(key, call, signal)
      return this.#afterDiscovery(call.name, options, async () => this.#submit(key, call, signal))
    } catch (error) {
      return Promise.reject(error)
    }
  }

  /**
   * Asks each server for those of the keys that it has.
   *
   * @throws {TransportError} when a server failed, with the hits of the others as `partial`.
   */
  async callMany<Found extends Hits>(search: Search<Found>, options?: CallOptions): Promise<void> {
    const { operation, keys, hits } = search
    const areWireKeys = toWireKeys(keys) === keys
    const different = expectHits(hits, keys)
    const known = this.whenKnown(operation, options)
    if (known !== undefined) await known
    const groups = this.#router.group(different)
    const asked = Array.from(groups, ([link, group]) =>
      this.#ask(link, group, search, areWireKeys, options?.signal),
    )
    try {
      await settleAll(asked)
    } catch (error) {
      throw withPartial(error, dropUnanswered(hits))
    }
  }

  /**
   * Makes a call to each server, or to the one that is named. Returns what they come to, by the server's
   * name.
   */
  async callAll<T>(
    operation: 'flush' | 'statistics',
    create: () => Call<T>,
    send: (link: ServerLink, call: Call<T>) => Promise<T>,
    options: FlushOptions | undefined,
  ): Promise<Map<string, Promise<T>>> {
    const known = this.whenKnown(operation, options)
    if (known !== undefined) await known
    const asked = pickServers(this.servers, options?.server)
    const links = this.links.filter(({ server }) => asked.includes(server.name))
    return new Map(
      links.map((link) => {
        const call = create()
        rejectOnAbort(call, options?.signal)
        return [link.server.name, this.#traced(link, call, [], () => send(link, call))]
      }),
    )
  }

  /**
   * Resolves when the servers are known; `undefined` when they are, so that what is sent now leaves in the
   * order of the calls.
   *
   * @throws {TransportError} `closed`.
   */
  whenKnown(command: string, options: CallOptions | undefined): Promise<void> | undefined {
    options?.signal?.throwIfAborted()
    if (this.#closing !== undefined)
      throw new TransportError('closed', 'the transport is closed', { command })
    if (this.#discovery?.isDone !== false) return undefined
    return this.#afterDiscovery(command, options, async () => undefined)
  }

  /** Lets all calls settle and gives up the connections. */
  close(): Promise<void> {
    this.#closing ??= Promise.all([this.#router.close(), this.#discovery?.close()]).then(() => undefined)
    return this.#closing
  }

  #submit<T>(key: string, call: Call<T>, signal: AbortSignal | undefined): Promise<T> {
    const link = this.#router.linkOf(key)
    rejectOnAbort(call, signal)
    if (!isCommandTraced()) return link.submit(call)
    return this.#traced(link, call, [key], () => link.submit(call))
  }

  #traced<T>(
    { server }: ServerLink,
    call: Call<T>,
    keys: readonly string[],
    send: () => Promise<T>,
  ): Promise<T> {
    if (!isCommandTraced()) return send()
    const { traceKeys } = this.#options
    const command = toTracedCommand(call.name as CommandName, server, keys, traceKeys)
    return traceCommand(command, (traffic) => {
      call.traffic = traffic
      return send()
    })
  }

  #ask<Found extends Hits>(
    link: ServerLink,
    keys: readonly string[],
    search: Search<Found>,
    areWireKeys: boolean,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const { operation, hits } = search
    if (!isCommandTraced()) return this.#send(link, keys, search, areWireKeys, signal, undefined)
    const countHits = (): number => keys.filter((key) => hits.has(key)).length
    const traced = toTracedCommand(operation, link.server, keys, this.#options.traceKeys)
    return traceCommand({ ...traced, countHits }, (traffic) =>
      this.#send(link, keys, search, areWireKeys, signal, traffic),
    )
  }

  #send<Found extends Hits>(
    link: ServerLink,
    keys: readonly string[],
    { operation: command, hits, createCall }: Search<Found>,
    areWireKeys: boolean,
    signal: AbortSignal | undefined,
    traffic: Traffic | undefined,
  ): Promise<void> {
    const { limits } = this.#options
    if (!areWireKeys) return askByWireKeys({ command, link, keys, limits, traffic }, createCall, hits, signal)
    const create = (portion: readonly string[]): Call<void> => createCall(portion, hits)
    return askMany({ command, link, keys, limits, traffic, createCall: create }, signal)
  }

  /**
   * Waits until the servers are known, and then goes on, if somebody still waits; settles within the
   * time-out.
   */
  async #afterDiscovery<T>(
    command: string,
    options: CallOptions | undefined,
    goOn: () => Promise<T>,
  ): Promise<T> {
    const { limits } = this.#options
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
    const { discovery, limits, toServers } = this.#options
    if (discovery === undefined) return undefined
    return new Discovery({
      link: new ServerLink({ server: discovery.endpoint, limits, asksVersion: false }),
      interval: discovery.interval,
      onServers: (addresses) => this.setServers(toServers(addresses)),
    })
  }
}
