import type { Cas, CasItem, Item } from './item.ts'
import type { Seconds } from '../units.ts'

/** What every call takes. */
export interface CallOptions {
  /**
   * Gives the call up: it rejects with the signal's `reason` as soon as that aborts. Nothing is sent when it
   * has aborted before; afterwards it is unknown whether the server carries the command out.
   */
  readonly signal?: AbortSignal | undefined
}

/** How an item is stored. */
export interface StoreOptions extends CallOptions {
  /** Unsigned 32-bit; absent is 0. */
  readonly flags?: number | undefined
  /** Seconds from now, whole, also above 30 days; 0 and absent are for ever. */
  readonly lifetime?: Seconds | undefined
}

/** How `increment` treats a key that is not there. */
export interface IncrementOptions extends CallOptions {
  /** The value that is stored when the key is not there, 0 to 2^64 - 1; absent: nothing is stored. */
  readonly initial?: bigint | number | undefined
  /**
   * The lifetime of an item that `initial` creates; an item that is there keeps its own. 0 and absent are for
   * ever.
   */
  readonly lifetime?: Seconds | undefined
}

/** What `hasMany` looks for. */
export interface HasManyOptions extends CallOptions {
  /**
   * Items with exactly these flags count as not there: a number as in `StoreOptions`; absent: every item
   * counts.
   */
  readonly exceptFlags?: number | undefined
}

/** What `flush` is for. */
export interface FlushOptions extends CallOptions {
  /** Only this one of `servers`; absent: all. */
  readonly server?: string | undefined
}

/** One server's own figures. */
export interface ServerStatistics {
  /** One of the transport's `servers`. */
  readonly server: string
  /**
   * The figures by memcached's names (`get_hits`, `curr_items` …), as the server writes them; empty when it
   * gave none.
   */
  readonly statistics: Readonly<Record<string, string>>
  /** Why this server gave no figures. */
  readonly error?: Error
}

/**
 * Moves items to and from memcached servers, and knows nothing of values, namespaces or tracking.
 *
 * To be guaranteed by whoever implements it, each clause of the conformance suite (`@lmc/transport-tests`)
 * proving a part:
 *
 * - Keys are 1 to 250 bytes of UTF-8 without space and control characters (`assertMemcachedKey`), lifetimes
 *   whole seconds from 0 on, flags unsigned 32-bit (`assertStorable`). Anything else rejects with a
 *   `TypeError` or `RangeError` before a byte is sent.
 * - Every method but `serverOf` gives a promise and never throws by itself. Every promise settles within the
 *   transport's time-out.
 * - No call resolves to another call's bytes: a reply that cannot be matched costs the connection.
 * - Whatever the servers or the network do wrong rejects with a `TransportError`; "not there" and "not
 *   stored" are answers of a server and resolve.
 * - What a caller passes in is never changed, and not read any more once the promise has settled. What a
 *   caller is given is his.
 * - Nothing is sent twice unless it is idempotent; memory is bounded while a server does not answer; a server
 *   that is back is used within 100 ms.
 *
 * @see https://github.com/memcached/memcached/blob/master/doc/protocol.txt
 */
export interface Transport {
  /**
   * The servers' names in the order of the options, `host:port` or what the transport documents. Never empty.
   */
  readonly servers: readonly string[]

  /** Which of `servers` a call for the key goes to that is made now. */
  serverOf(key: string): string

  /** Resolves to the item, or `undefined` when the key holds nothing. */
  get(key: string, options?: CallOptions): Promise<Item | undefined>

  /** Resolves to the item with its cas token, or `undefined` when the key holds nothing. */
  gets(key: string, options?: CallOptions): Promise<CasItem | undefined>

  /**
   * Resolves to the items that are there, by key; keys that hold nothing are absent. `keys` may be empty and
   * may repeat. One round trip per server, not one per key. When some servers fail, rejects with what the
   * others gave in the error's `partial`.
   */
  getMany(keys: readonly string[], options?: CallOptions): Promise<Map<string, Item>>

  /**
   * Resolves to those of `keys` that hold something; as `getMany`, without moving values where the protocol
   * allows.
   */
  hasMany(keys: readonly string[], options?: HasManyOptions): Promise<Set<string>>

  /**
   * Stores the item, whatever was there. Resolves to whether it was stored.
   *
   * @throws {TransportError} `value-too-large`; as in memcached, what the key held before is then gone too.
   */
  set(key: string, value: Uint8Array, options?: StoreOptions): Promise<boolean>

  /** Stores the item if the key holds nothing. Resolves to whether it was stored. */
  add(key: string, value: Uint8Array, options?: StoreOptions): Promise<boolean>

  /** Stores the item if the key holds something. Resolves to whether it was stored. */
  replace(key: string, value: Uint8Array, options?: StoreOptions): Promise<boolean>

  /**
   * Puts the bytes behind those of the item; its flags and lifetime stay. Atomic on the server. Resolves to
   * `false`, with everything as it was, when the key holds nothing or the item would outgrow the server's
   * limit.
   */
  append(key: string, value: Uint8Array, options?: CallOptions): Promise<boolean>

  /** Puts the bytes before those of the item; otherwise as `append`. */
  prepend(key: string, value: Uint8Array, options?: CallOptions): Promise<boolean>

  /**
   * Stores the item if the key still holds the version `cas`. Resolves to `false` when it has changed or is
   * gone.
   */
  compareAndSet(key: string, value: Uint8Array, cas: Cas, options?: StoreOptions): Promise<boolean>

  /**
   * Deletes the item if the key still holds the version `cas`. Resolves to `false` when it has changed or is
   * gone.
   */
  compareAndDelete(key: string, cas: Cas, options?: CallOptions): Promise<boolean>

  /** Resolves to whether the key held something; it holds nothing now. */
  delete(key: string, options?: CallOptions): Promise<boolean>

  /** Gives the item a new lifetime from now. Resolves to whether the key holds something. */
  touch(key: string, lifetime: Seconds, options?: CallOptions): Promise<boolean>

  /**
   * Adds `delta` to the decimal number that the item holds and resolves to the new value: exact, unsigned,
   * 64-bit. A negative delta subtracts and stops at 0; adding past 2^64 - 1 wraps around. A key that holds
   * nothing resolves to `initial` where that is given (and stores it; `delta` is not added), else to
   * `undefined`.
   *
   * @throws {TransportError} `server` when the item is no number.
   */
  increment(key: string, delta: bigint | number, options?: IncrementOptions): Promise<bigint | undefined>

  /**
   * Drops every item of every server, or of the one that is named, for all its users. All are asked, also
   * when one fails.
   *
   * @throws {RangeError} when `server` is none of `servers` (`pickServers`).
   */
  flush(options?: FlushOptions): Promise<void>

  /**
   * Resolves to one entry for each of `servers`, in their order; a server that fails gets an entry with an
   * `error`.
   */
  statistics(options?: CallOptions): Promise<ServerStatistics[]>

  /**
   * Lets the calls in flight settle, for one time-out at most, and gives up the connections; nothing keeps
   * the process alive afterwards. Calls made later reject with `closed`. Closing again resolves as well.
   */
  close(): Promise<void>
}
