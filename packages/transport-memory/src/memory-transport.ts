import {
  assertBytes,
  assertCas,
  assertFlags,
  assertLifetime,
  assertMemcachedKey,
  assertMemcachedKeys,
  assertStorable,
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
  printedAs,
  type Seconds,
  type ServerStatistics,
  type StoreOptions,
  toCounter,
  toDelta,
  type Transport,
  TransportError,
} from '@lmc/transport'
import { isStored } from './is-stored.ts'
import type { StoredItem } from './item-table.ts'
import type { MemoryStore } from './memory-store.ts'
import { type MemoryTransportOptions, openStore } from './memory-transport-options.ts'
import { server } from './server.ts'

/**
 * A transport that needs no server: the items are in this process and end with it. A call is carried out when
 * it is made and settles later, as over a network. It fails only with `value-too-large`, `server`
 * (`increment` of what is no number) and `closed`.
 */
export class MemoryTransport implements Transport {
  readonly servers: readonly string[] = Object.freeze([server])
  readonly #store: MemoryStore
  #isClosed = false

  /**
   * @throws {RangeError} when `maxBytes` is not a whole number from 1 MiB on.
   * @throws {TypeError} when an option is unknown, or has the wrong type.
   */
  constructor(options: MemoryTransportOptions = {}) {
    this.#store = openStore(options)
    printedAs(this, () => 'MemoryTransport()')
  }

  serverOf(): string {
    return server
  }

  async get(key: string, options?: CallOptions): Promise<Item | undefined> {
    return this.#call('get', options, () => {
      assertMemcachedKey(key)
      const item = this.#store.get(key)
      return item && toItem(item)
    })
  }

  async gets(key: string, options?: CallOptions): Promise<CasItem | undefined> {
    return this.#call('gets', options, () => {
      assertMemcachedKey(key)
      const item = this.#store.get(key)
      return item && { ...toItem(item), cas: item.cas }
    })
  }

  async getMany(keys: readonly string[], options?: CallOptions): Promise<Map<string, Item>> {
    return this.#call('getMany', options, () => {
      const hits = new Map<string, Item>()
      for (const key of toKeySet(keys)) {
        const item = this.#store.get(key)
        if (item !== undefined) hits.set(key, toItem(item))
      }
      return hits
    })
  }

  async hasMany(keys: readonly string[], options: HasManyOptions = {}): Promise<Set<string>> {
    const { exceptFlags } = options
    return this.#call('hasMany', options, () => {
      if (exceptFlags !== undefined) assertFlags(exceptFlags)
      const isHit = (key: string): boolean => {
        const item = this.#store.peek(key)
        return item !== undefined && item.flags !== exceptFlags
      }
      return new Set([...toKeySet(keys)].filter(isHit))
    })
  }

  async set(key: string, value: Uint8Array, options?: StoreOptions): Promise<boolean> {
    return this.#call('set', options, () => {
      assertMemcachedKey(key)
      assertStorable(value, options)
      return isStored('set', this.#store.set(key, value, options))
    })
  }

  async add(key: string, value: Uint8Array, options?: StoreOptions): Promise<boolean> {
    return this.#call('add', options, () => {
      assertMemcachedKey(key)
      assertStorable(value, options)
      return isStored('add', this.#store.add(key, value, options))
    })
  }

  async replace(key: string, value: Uint8Array, options?: StoreOptions): Promise<boolean> {
    return this.#call('replace', options, () => {
      assertMemcachedKey(key)
      assertStorable(value, options)
      return isStored('replace', this.#store.replace(key, value, options))
    })
  }

  async append(key: string, value: Uint8Array, options?: CallOptions): Promise<boolean> {
    return this.#call('append', options, () => {
      assertMemcachedKey(key)
      assertBytes(value)
      return this.#store.append(key, value) === 'stored'
    })
  }

  async prepend(key: string, value: Uint8Array, options?: CallOptions): Promise<boolean> {
    return this.#call('prepend', options, () => {
      assertMemcachedKey(key)
      assertBytes(value)
      return this.#store.prepend(key, value) === 'stored'
    })
  }

  async compareAndSet(key: string, value: Uint8Array, cas: Cas, options?: StoreOptions): Promise<boolean> {
    return this.#call('compareAndSet', options, () => {
      assertMemcachedKey(key)
      assertStorable(value, options)
      assertCas(cas)
      return isStored('compareAndSet', this.#store.compareAndSet(key, value, cas, options))
    })
  }

  async compareAndDelete(key: string, cas: Cas, options?: CallOptions): Promise<boolean> {
    return this.#call('compareAndDelete', options, () => {
      assertMemcachedKey(key)
      assertCas(cas)
      return this.#store.compareAndDelete(key, cas)
    })
  }

  async delete(key: string, options?: CallOptions): Promise<boolean> {
    return this.#call('delete', options, () => {
      assertMemcachedKey(key)
      return this.#store.delete(key)
    })
  }

  async touch(key: string, lifetime: Seconds, options?: CallOptions): Promise<boolean> {
    return this.#call('touch', options, () => {
      assertMemcachedKey(key)
      assertLifetime(lifetime)
      return this.#store.touch(key, lifetime)
    })
  }

  async increment(
    key: string,
    delta: bigint | number,
    options: IncrementOptions = {},
  ): Promise<bigint | undefined> {
    return this.#call('increment', options, () => {
      assertMemcachedKey(key)
      const { initial, lifetime = 0 } = options
      assertLifetime(lifetime)
      const start = initial === undefined ? undefined : toCounter(initial)
      const result = this.#store.increment(key, toDelta(delta), start, lifetime)
      if (result !== 'not-a-number') return result
      throw new TransportError('server', 'the item is no number', { server, command: 'increment' })
    })
  }

  async flush(options: FlushOptions = {}): Promise<void> {
    return this.#call('flush', options, () => {
      pickServers(this.servers, options.server)
      this.#store.flush()
    })
  }

  async statistics(options?: CallOptions): Promise<ServerStatistics[]> {
    return this.#call('statistics', options, () => [{ server, statistics: this.#store.statistics() }])
  }

  /** Gives the memcached keys of all items, in no order. Not of the contract: some protocols have no dump. */
  async *dumpKeys(options?: CallOptions): AsyncGenerator<string, void, undefined> {
    yield* await this.#call('dumpKeys', options, () => this.#store.keys())
  }

  /**
   * Gives the size, the lifetime and the last use of each item, in no order. Not of the contract, as
   * `dumpKeys`.
   *
   * @throws {TransportError} `closed`.
   */
  async *dumpItems(options?: CallOptions): AsyncGenerator<DumpedItem, void, undefined> {
    yield* await this.#call('dumpItems', options, () => this.#store.dump())
  }

  /**
   * Resolves to the size, the lifetime and the last use of an item, or `undefined` when the key holds
   * nothing. This does not count as use. Not of the contract, as `dumpKeys`.
   *
   * @throws {TypeError} when `key` is no memcached key.
   * @throws {TransportError} `closed`.
   */
  inspect(key: string, options?: CallOptions): Promise<ItemDetails | undefined> {
    return this.#call('inspect', options, () => {
      assertMemcachedKey(key)
      return this.#store.inspect(key)
    })
  }

  /** Closes this transport. Its store, and other transports that speak to it, stay as they are. */
  async close(): Promise<void> {
    this.#isClosed = true
  }

  async #call<T>(command: string, { signal }: CallOptions = {}, carryOut: () => T): Promise<T> {
    if (this.#isClosed) throw new TransportError('closed', 'the transport was closed', { server, command })
    signal?.throwIfAborted()
    const result = carryOut()
    // The answer comes later, as from a server, and until then the call can be given up.
    await Promise.resolve()
    signal?.throwIfAborted()
    return result
  }
}

/** What leaves the store is a copy. */
function toItem({ value, flags }: StoredItem): Item {
  return { value: new Uint8Array(value), flags }
}

function toKeySet(keys: readonly string[]): Set<string> {
  assertMemcachedKeys(keys)
  return new Set(keys)
}
