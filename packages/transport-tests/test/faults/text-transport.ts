import {
  assertBytes,
  assertLifetime,
  assertMemcachedKey,
  assertStorable,
  type CallOptions,
  type Cas,
  type CasItem,
  type FlushOptions,
  type HasManyOptions,
  getManyByGet,
  type IncrementOptions,
  type Item,
  pickServers,
  type Seconds,
  type ServerStatistics,
  type StoreOptions,
  toCounter,
  toDelta,
  toExptime,
  type Transport,
  TransportError,
} from '@lmc/transport'
import type { OpenOptions } from '../../src/faults/index.ts'
import { Pauses } from './pauses.ts'
import { TextCall, type TextReply } from './text-call.ts'
import { TextConnection } from './text-connection.ts'

const MOST_CALLS = 131_072
const MOST_BYTES = 64 * 2 ** 20

/**
 * The smallest transport over meta commands that keeps every clause. The broken transports of these tests
 * extend it.
 */
export class TextTransport implements Transport {
  readonly servers: readonly string[]
  protected readonly timeout: number
  protected readonly connections = new Map<string, TextConnection>()
  protected readonly pending = new Set<TextCall>()
  protected bytesPending = 0
  readonly #pauses = new Pauses()
  protected opaque = 1000
  protected isClosed = false
  #whenIdle: () => void = () => undefined

  constructor({ servers, timeout }: OpenOptions) {
    this.servers = Object.freeze([...servers])
    this.timeout = timeout
  }

  serverOf(key: string): string {
    return this.servers[hash(key) % this.servers.length] ?? ''
  }

  async get(key: string, options?: CallOptions): Promise<Item | undefined> {
    return toItem(await this.ask('get', 'mg', key, 'v f', ['VA', 'EN'], options))
  }

  async gets(key: string, options?: CallOptions): Promise<CasItem | undefined> {
    const reply = await this.ask('gets', 'mg', key, 'v f c', ['VA', 'EN'], options)
    const item = toItem(reply)
    return item && { ...item, cas: reply.flags.get('c') ?? '' }
  }

  async getMany(keys: readonly string[], options?: CallOptions): Promise<Map<string, Item>> {
    return getManyByGet(keys, async (key) => this.get(key, options))
  }

  async hasMany(keys: readonly string[], options: HasManyOptions = {}): Promise<Set<string>> {
    const { exceptFlags } = options
    const has = async (key: string): Promise<Item | undefined> => {
      if (exceptFlags !== undefined) {
        const item = await this.get(key, options)
        return item?.flags === exceptFlags ? undefined : item
      }
      const { status } = await this.ask('hasMany', 'mg', key, '', ['HD', 'EN'], options)
      return status === 'EN' ? undefined : { value: new Uint8Array(0), flags: 0 }
    }
    return new Set((await getManyByGet(keys, has)).keys())
  }

  async set(key: string, value: Uint8Array, options?: StoreOptions): Promise<boolean> {
    return this.store('set', 'MS', key, value, options)
  }

  async add(key: string, value: Uint8Array, options?: StoreOptions): Promise<boolean> {
    return this.store('add', 'ME', key, value, options)
  }

  async replace(key: string, value: Uint8Array, options?: StoreOptions): Promise<boolean> {
    return this.store('replace', 'MR', key, value, options)
  }

  async append(key: string, value: Uint8Array, options?: CallOptions): Promise<boolean> {
    return this.store('append', 'MA', key, value, options)
  }

  async prepend(key: string, value: Uint8Array, options?: CallOptions): Promise<boolean> {
    return this.store('prepend', 'MP', key, value, options)
  }

  async compareAndSet(key: string, value: Uint8Array, cas: Cas, options?: StoreOptions): Promise<boolean> {
    return this.store('compareAndSet', `C${cas}`, key, value, options)
  }

  async compareAndDelete(key: string, cas: Cas, options?: CallOptions): Promise<boolean> {
    const { status } = await this.ask('compareAndDelete', 'md', key, `C${cas}`, ['HD', 'NF', 'EX'], options)
    return status === 'HD'
  }

  async delete(key: string, options?: CallOptions): Promise<boolean> {
    return (await this.ask('delete', 'md', key, '', ['HD', 'NF'], options)).status === 'HD'
  }

  async touch(key: string, lifetime: Seconds, options?: CallOptions): Promise<boolean> {
    assertLifetime(lifetime)
    return (
      (await this.ask('touch', 'mg', key, `T${toExptime(lifetime)}`, ['HD', 'EN'], options)).status === 'HD'
    )
  }

  async increment(
    key: string,
    delta: bigint | number,
    { initial, lifetime = 0, signal }: IncrementOptions = {},
  ): Promise<bigint | undefined> {
    assertLifetime(lifetime)
    const { isDecrement, amount } = toDelta(delta)
    const create = initial === undefined ? '' : ` N${toExptime(lifetime)} J${toCounter(initial)}`
    const words = `v M${isDecrement ? 'D' : 'I'} D${amount}${create}`
    const reply = await this.ask('increment', 'ma', key, words, ['VA', 'NF', 'NS'], { signal })
    return reply.value && BigInt(Buffer.from(reply.value).toString())
  }

  async flush(options?: FlushOptions): Promise<void> {
    const outcomes = await Promise.allSettled(
      pickServers(this.servers, options?.server).map(async (server) =>
        this.command(server, 'flush', 'flush_all', options),
      ),
    )
    const failed = outcomes.find(({ status }) => status === 'rejected')
    if (failed?.status === 'rejected') throw failed.reason
  }

  /** Sends a classic command whose answer is `OK`. */
  protected async command(server: string, name: string, line: string, options?: CallOptions): Promise<void> {
    const [reply] = await this.call(server, name, line, options)
    if (reply?.line !== 'OK')
      throw new TransportError('server', reply?.line ?? 'nothing', { server, command: name })
  }

  async statistics(options?: CallOptions): Promise<ServerStatistics[]> {
    this.assertOpen('statistics')
    return Promise.all(
      this.servers.map(async (server) => {
        try {
          const replies = await this.call(server, 'statistics', 'stats', options)
          const figures = replies.slice(0, -1).map(({ line }) => line.split(' ').slice(1) as [string, string])
          return { server, statistics: Object.fromEntries(figures) }
        } catch (error) {
          if (error instanceof TransportError) return { server, statistics: {}, error }
          throw error
        }
      }),
    )
  }

  async close(): Promise<void> {
    this.isClosed = true
    if (this.pending.size > 0) await new Promise<void>((resolve) => (this.#whenIdle = resolve))
    for (const connection of this.connections.values()) connection.lose('closed', 'the transport was closed')
  }

  protected async store(
    name: string,
    mode: string,
    key: string,
    value: Uint8Array,
    options: StoreOptions = {},
  ): Promise<boolean> {
    assertBytes(value)
    assertStorable(value, options)
    const { flags = 0, lifetime = 0 } = options
    const words = `${value.byteLength} ${mode} F${flags} T${toExptime(lifetime)}`
    const { status } = await this.ask(name, 'ms', key, words, ['HD', 'NS', 'EX', 'NF'], options, value)
    return status === 'HD'
  }

  /** Sends a meta command. */
  protected async ask(
    name: string,
    verb: string,
    key: string,
    words: string,
    expected: readonly string[],
    options: CallOptions = {},
    value?: Uint8Array,
  ): Promise<TextReply> {
    assertMemcachedKey(key)
    const server = this.serverOf(key)
    const line = words === '' ? `${verb} ${key}` : `${verb} ${key} ${words}`
    const [reply] = await this.call(server, name, line, { ...options, expected, value })
    if (!reply || !expected.includes(reply.status))
      throw new TransportError('server', reply?.line ?? 'nothing', { server })
    return reply
  }

  /** Sends a command and resolves to its replies. Without an expected status, it is a classic command. */
  protected async call(
    server: string,
    name: string,
    line: string,
    {
      signal,
      expected,
      value,
    }: CallOptions & { expected?: readonly string[]; value?: Uint8Array | undefined } = {},
  ): Promise<TextReply[]> {
    signal?.throwIfAborted()
    this.assertOpen(name)
    this.assertRoom(name)
    const opaque = this.nextOpaque()
    const head = Buffer.from(expected ? `${line} O${opaque}\r\n` : `${line}\r\n`)
    const tail = value ? [value, Buffer.from('\r\n')] : []
    return this.watch(server, new TextCall(name, Buffer.concat([head, ...tail]), opaque, expected))
  }

  protected async watch(server: string, call: TextCall): Promise<TextReply[]> {
    this.assertNoPause(server, call.command)
    this.arm(server, call)
    this.pending.add(call)
    this.bytesPending += call.bytes.length
    this.connectionTo(server).send(call)
    try {
      return await call.promise
    } finally {
      this.pending.delete(call)
      this.bytesPending -= call.bytes.length
      if (this.pending.size === 0) this.#whenIdle()
    }
  }

  protected nextOpaque(): string {
    return String(++this.opaque)
  }

  /** Fails the call at its timeout, and the connection as well, since the reply may still come. */
  protected arm(server: string, call: TextCall): void {
    call.timer = setTimeout(() => {
      call.fail('timeout', `no answer within ${this.timeout} ms; the outcome is unknown`, server)
      this.connections
        .get(server)
        ?.lose('timeout', `another call got no answer within ${this.timeout} ms; the outcome is unknown`)
    }, this.timeout)
  }

  protected assertOpen(command: string): void {
    if (this.isClosed) throw new TransportError('closed', 'the transport was closed', { command })
  }

  protected assertRoom(command: string): void {
    if (this.pending.size < MOST_CALLS && this.bytesPending < MOST_BYTES) return
    throw new TransportError('overloaded', 'too much is in flight', { command })
  }

  protected connectionTo(server: string): TextConnection {
    let connection = this.connections.get(server)
    if (!connection) {
      const opened = this.connect(server, () => this.onLost(server, opened))
      connection = opened
      this.connections.set(server, connection)
    }
    return connection
  }

  protected onLost(server: string, connection: TextConnection): void {
    this.connections.delete(server)
    this.#pauses.noteLoss(server, connection)
  }

  /** Leaves a server alone for a while when it accepts connections and drops them. */
  protected assertNoPause(server: string, command: string): void {
    const reason = this.connections.has(server) ? undefined : this.#pauses.reason(server)
    if (reason !== undefined) throw new TransportError('connection', reason, { server, command })
  }

  protected connect(server: string, onLost: () => void): TextConnection {
    return new TextConnection(server, onLost)
  }
}

function toItem({ status, value, flags }: TextReply): Item | undefined {
  return status === 'EN' || !value ? undefined : { value, flags: Number(flags.get('f') ?? 0) }
}

function hash(key: string): number {
  let sum = 7
  for (let index = 0; index < key.length; index++) sum = (sum * 31 + key.charCodeAt(index)) >>> 0
  return sum
}
