import type {
  CallOptions,
  Cas,
  CasItem,
  FlushOptions,
  HasManyOptions,
  IncrementOptions,
  Item,
  Seconds,
  ServerStatistics,
  StoreOptions,
  Transport,
} from '@lmc/transport'
import {
  assertBytes,
  assertCas,
  assertLifetime,
  assertMemcachedKey,
  assertMemcachedKeys,
  assertOptions,
  assertStorable,
  pickServers,
  toCounter,
  toDelta,
  TransportError,
} from '@lmc/transport'

const ITEM_LIMIT = 1024 * 1024

export interface StoredItem extends CasItem {
  /** When the item expires, in seconds on the clock of the server. `undefined`: never. */
  readonly expiresAt: Seconds | undefined
}

/** The server of all reference transports of a test: items, a clock and figures. */
export class ReferenceServer {
  now: Seconds = 0
  readonly items = new Map<string, StoredItem>()
  readonly figures = { get_hits: 0, get_misses: 0, total_items: 0 }
  #cas = 0

  find(key: string): StoredItem | undefined {
    const item = this.items.get(key)
    if (item?.expiresAt !== undefined && item.expiresAt <= this.now) this.items.delete(key)
    return this.items.get(key)
  }

  store(
    key: string,
    value: Uint8Array,
    { flags = 0, expiresAt }: { flags?: number; expiresAt?: Seconds | undefined },
  ): void {
    this.figures.total_items++
    this.items.set(key, { value: value.slice(), flags, expiresAt, cas: String(++this.#cas) })
  }

  expiry(lifetime: Seconds = 0): Seconds | undefined {
    return lifetime === 0 ? undefined : this.now + lifetime
  }
}

/** The smallest transport that keeps every clause. The broken transports of these tests extend it. */
export class ReferenceTransport implements Transport {
  readonly servers: readonly string[] = Object.freeze(['reference'])

  serverOf(): string {
    return 'reference'
  }
  readonly server: ReferenceServer
  #closed = false

  constructor(server: ReferenceServer) {
    this.server = server
  }

  get(key: string, options?: CallOptions): Promise<Item | undefined> {
    return this.gets(key, options)
  }

  gets(key: string, options?: CallOptions): Promise<CasItem | undefined> {
    return this.call([key], options, () => {
      const item = this.server.find(key)
      this.server.figures[item ? 'get_hits' : 'get_misses']++
      return item && { value: item.value.slice(), flags: item.flags, cas: item.cas }
    })
  }

  getMany(keys: readonly string[], options?: CallOptions): Promise<Map<string, Item>> {
    return this.callMany(keys, options, () => {
      const found = keys.map((key) => [key, this.server.find(key)] as const)
      return new Map(found.flatMap(([key, item]) => (item ? [[key, item] as const] : [])))
    })
  }

  hasMany(keys: readonly string[], options: HasManyOptions = {}): Promise<Set<string>> {
    const isHit = (key: string): boolean => {
      const item = this.server.find(key)
      return item !== undefined && item.flags !== options.exceptFlags
    }
    return this.callMany(keys, options, () => new Set(keys.filter(isHit)))
  }

  set(key: string, value: Uint8Array, options?: StoreOptions): Promise<boolean> {
    return this.store(key, value, options, () => true)
  }

  add(key: string, value: Uint8Array, options?: StoreOptions): Promise<boolean> {
    return this.store(key, value, options, (item) => item === undefined)
  }

  replace(key: string, value: Uint8Array, options?: StoreOptions): Promise<boolean> {
    return this.store(key, value, options, (item) => item !== undefined)
  }

  async compareAndSet(key: string, value: Uint8Array, cas: Cas, options?: StoreOptions): Promise<boolean> {
    assertCas(cas)
    return this.store(key, value, options, (item) => item?.cas === cas)
  }

  append(key: string, value: Uint8Array, options?: CallOptions): Promise<boolean> {
    return this.extend(key, value, options, (old) => Uint8Array.from([...old, ...value]))
  }

  prepend(key: string, value: Uint8Array, options?: CallOptions): Promise<boolean> {
    return this.extend(key, value, options, (old) => Uint8Array.from([...value, ...old]))
  }

  async compareAndDelete(key: string, cas: Cas, options?: CallOptions): Promise<boolean> {
    assertCas(cas)
    return this.call(
      [key],
      options,
      () => this.server.find(key)?.cas === cas && this.server.items.delete(key),
    )
  }

  delete(key: string, options?: CallOptions): Promise<boolean> {
    return this.call(
      [key],
      options,
      () => this.server.find(key) !== undefined && this.server.items.delete(key),
    )
  }

  touch(key: string, lifetime: Seconds, options?: CallOptions): Promise<boolean> {
    return this.call([key], options, () => {
      assertLifetime(lifetime)
      const item = this.server.find(key)
      if (item) this.server.items.set(key, { ...item, expiresAt: this.server.expiry(lifetime) })
      return item !== undefined
    })
  }

  increment(
    key: string,
    delta: bigint | number,
    options: IncrementOptions = {},
  ): Promise<bigint | undefined> {
    return this.call([key], options, () => {
      const { isDecrement, amount } = toDelta(delta)
      const { initial, lifetime } = options
      const created = initial === undefined ? undefined : toCounter(initial)
      if (lifetime !== undefined) assertLifetime(lifetime)
      const item = this.server.find(key)
      const result = item ? count(item, isDecrement ? -amount : amount) : created
      if (result === undefined) return undefined
      const expiresAt = item ? item.expiresAt : this.server.expiry(lifetime)
      this.server.store(key, new TextEncoder().encode(String(result)), { flags: item?.flags ?? 0, expiresAt })
      return result
    })
  }

  flush(options: FlushOptions = {}): Promise<void> {
    return this.call([], options, () => {
      pickServers(this.servers, options.server)
      this.server.items.clear()
    })
  }

  statistics(options?: CallOptions): Promise<ServerStatistics[]> {
    return this.call([], options, () => {
      const statistics = Object.fromEntries(
        Object.entries(this.server.figures).map(([name, figure]) => [name, String(figure)]),
      )
      return [{ server: 'reference', statistics }]
    })
  }

  async close(): Promise<void> {
    this.#closed = true
  }

  protected async callMany<T>(
    keys: readonly string[],
    options: CallOptions | undefined,
    answer: () => T,
  ): Promise<T> {
    assertMemcachedKeys(keys)
    return this.call(keys, options, answer)
  }

  protected async call<T>(
    keys: readonly string[],
    { signal }: CallOptions = {},
    answer: () => T,
  ): Promise<T> {
    for (const key of keys) assertMemcachedKey(key)
    if (this.#closed) throw new TransportError('closed', 'the transport was closed', { server: 'reference' })
    signal?.throwIfAborted()
    const result = answer()
    await Promise.resolve()
    signal?.throwIfAborted()
    return result
  }

  private store(
    key: string,
    value: Uint8Array,
    options: StoreOptions = {},
    permits: (item: StoredItem | undefined) => boolean,
  ): Promise<boolean> {
    return this.call([key], options, () => {
      assertStorable(value, options)
      if (value.byteLength > ITEM_LIMIT) {
        this.server.items.delete(key)
        throw new TransportError('value-too-large', `${value.byteLength} bytes`, { server: 'reference' })
      }
      if (!permits(this.server.find(key))) return false
      this.server.store(key, value, {
        flags: options.flags ?? 0,
        expiresAt: this.server.expiry(options.lifetime),
      })
      return true
    })
  }

  private extend(
    key: string,
    value: Uint8Array,
    options: CallOptions = {},
    join: (old: Uint8Array) => Uint8Array,
  ): Promise<boolean> {
    return this.call([key], options, () => {
      assertBytes(value)
      const item = this.server.find(key)
      if (!item || item.value.byteLength + value.byteLength > ITEM_LIMIT) return false
      this.server.store(key, join(item.value), item)
      return true
    })
  }
}

/** Makes a reference transport from options. The options are checked, and not used. */
export function constructReference(options: unknown): ReferenceTransport {
  assertOptions(options, { of: 'ReferenceTransport', known: ['timeout'], example: '{ timeout: 100 }' })
  const { timeout = 0 }: { timeout?: unknown } = options
  if (typeof timeout !== 'number') throw new TypeError('timeout is no number; expected milliseconds')
  if (!(timeout >= 0)) throw new RangeError(`timeout is ${timeout}; expected milliseconds from 0 on`)
  return new ReferenceTransport(new ReferenceServer())
}

function count(item: Item, delta: bigint): bigint {
  const text = new TextDecoder().decode(item.value)
  if (!/^\d+$/.test(text))
    throw new TransportError('server', 'the item is no number', { server: 'reference' })
  const sum = BigInt(text) + delta
  return sum < 0n ? 0n : BigInt.asUintN(64, sum)
}
