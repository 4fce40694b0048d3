import { type CallOptions, clock, type Milliseconds, type Seconds, type Transport } from '@lmc/transport'
import type { Announcement } from './lines/line-batcher.ts'
import { auditKeys } from './listing/audit-keys.ts'
import { EntryWriter, type IndexEntry, type TrackedKey } from './lines/entry-writer.ts'
import { toText } from './lines/index-line.ts'
import type { KeyAudit } from './listing/key-audit.ts'
import { type IndexedKey, KeyIndex, type IndexSize, type NamedOptions } from './listing/key-index.ts'
import { segmentKey, TOP } from './segments/segment.ts'
import type { TrackerError } from './tracker-error.ts'
import { type OnPartial, rethrow } from './listing/partial-answers.ts'

/** `Key` is what a cache key is to the user: something that JSON holds without loss. */
export interface KeyTrackerOptions<Key> {
  /** Where the index lives: the servers that hold the values. */
  readonly transport: Transport
  /**
   * Turns a cache key into the memcached key of its value, the same one in all processes; throws for what is no cache key.
   */
  readonly memcachedKey: (
    key: Key | string,
    options: { readonly namespace: string | undefined; readonly raw: boolean },
  ) => string
  /**
   * Is told when some servers fail to answer a listing, which goes on with what the others know; throws to end it. Absent: the
   * listing rejects.
   */
  readonly onPartial?: OnPartial
  /** Is told what a listing has skipped: a `TrackerError` `foreign-lines`. Absent: nobody is. */
  readonly onSkipped?: (error: TrackerError) => void
  /** The clock, milliseconds since 1970; absent: this machine's. */
  readonly now?: () => Milliseconds
}

export interface ListOptions extends NamedOptions {
  /** Whether the servers are asked if the keys are there; absent: they are. Without, deleted and evicted keys are listed as well. */
  readonly verify?: boolean | undefined
}

export interface AuditOptions extends CallOptions {
  /** The memcached keys of all items that the servers hold, such as `dumpKeys()` of some transports gives. */
  readonly dump: AsyncIterable<string>
}

/** A namespace that has an index. */
export interface NamespaceSize extends IndexSize {
  readonly namespace: string | undefined
}

/** What the memcached keys of all indexes begin with. */
const INDEX_PREFIX = 'lmc-index:'

/** How many namespaces' indexes are remembered; what is known of a forgotten one is found out again. */
const MOST_NAMESPACES = 1000

/** A list of the keys that are in the cache, kept in the cache itself, shared by all who use the same servers. */
export class KeyTracker<Key> {
  readonly #transport: Transport
  readonly #memcachedKey: KeyTrackerOptions<Key>['memcachedKey']
  readonly #onPartial: OnPartial
  readonly #onSkipped: (error: TrackerError) => void
  readonly #now: () => Seconds
  readonly #entries: EntryWriter<Key>
  readonly #indexes = new Map<string | undefined, KeyIndex<Key>>()
  /** The namespaces that have an index; its values are the topmost items of those. */
  readonly #namespaces: KeyIndex<string | null>

  constructor({
    transport,
    memcachedKey,
    onPartial = rethrow,
    onSkipped = () => {},
    now = clock.date,
  }: KeyTrackerOptions<Key>) {
    this.#onSkipped = onSkipped
    this.#transport = transport
    this.#memcachedKey = memcachedKey
    this.#onPartial = onPartial
    this.#now = () => Math.floor(now() / 1000)
    this.#entries = new EntryWriter(this.#now)
    this.#namespaces = this.#createIndex<string | null>(
      `${INDEX_PREFIX}namespaces`,
      (namespace) => this.#topOf(namespace),
      async () => {},
    )
  }

  /**
   * What `announce` takes for a key.
   *
   * @throws {TrackerError} `key-too-long`.
   */
  entry(tracked: TrackedKey<Key>): IndexEntry {
    return this.#entries.write(tracked)
  }

  /**
   * Announces that a key is being stored. All that is announced in one tick leaves together. Wait for `sent`, store the value, then wait for
   * `listed`, which rejects with a `TransportError` when the key may not be listed.
   */
  announce({ namespace, line }: IndexEntry): Announcement {
    return this.#indexOf(namespace).announce(line)
  }

  /**
   * Resolves to the cache keys of a namespace that are in the cache, each once, in no particular order.
   *
   * @throws {TransportError} any code, unless `onPartial` lets the listing go on.
   */
  async keys(namespace: string | undefined, options: ListOptions = {}): Promise<Key[]> {
    const keys: Key[] = []
    for await (const batch of this.batches(namespace, options)) for (const { key } of batch) keys.push(key)
    return keys
  }

  /**
   * Gives what `keys` resolves to, key by key, in memory that does not grow with their number. A key that is set meanwhile may be given or
   * not.
   *
   * @throws {TransportError} any code, unless `onPartial` lets the listing go on.
   */
  async *iterateKeys(namespace: string | undefined, options: ListOptions = {}): AsyncGenerator<Key> {
    for await (const batch of this.batches(namespace, options)) for (const { key } of batch) yield key
  }

  /**
   * Gives what `keys` resolves to, batch by batch, each key with what is known of it.
   *
   * @throws {TransportError} any code, unless `onPartial` lets the listing go on.
   */
  batches(
    namespace: string | undefined,
    { verify = true, ...options }: ListOptions = {},
  ): AsyncIterable<readonly IndexedKey<Key>[]> {
    return this.#indexOf(namespace).batches(verify, options)
  }

  /**
   * Gives all keys that the index of a namespace names, also those that are gone, batch by batch, with the memcached keys of their values:
   * for whoever means to drop them all, and then to `tidy`.
   *
   * @throws {TransportError} any code, unless `onPartial` lets the listing go on.
   */
  named(
    namespace: string | undefined,
    options: NamedOptions = {},
  ): AsyncIterable<readonly IndexedKey<Key>[]> {
    return this.#indexOf(namespace).batches(false, options)
  }

  /** Drops from the index of a namespace what it need not hold: duplicates, and keys that have been gone for a minute. */
  async tidy(namespace: string | undefined, options: NamedOptions = {}): Promise<void> {
    await this.#indexOf(namespace).tidy(options)
  }

  /**
   * Resolves to the namespaces that have an index, and what each costs; `undefined` is the one of keys without a namespace.
   *
   * @throws {TransportError} any code, unless `onPartial` lets the listing go on.
   */
  async namespaces(options: NamedOptions = {}): Promise<NamespaceSize[]> {
    const sizes: NamespaceSize[] = []
    for await (const batch of this.#namespaces.batches(true, options)) {
      for (const { key } of batch) {
        const namespace = key ?? undefined
        sizes.push({ namespace, ...(await this.#indexOf(namespace).size(options)) })
      }
    }
    return sizes
  }

  /**
   * Compares the indexes of all namespaces with what the servers hold: for a look at what eviction has taken from an index, by hand or by
   * a monitor. Takes memory for all keys, some 100 bytes each.
   *
   * @throws {TransportError} any code, also when only some servers fail: half an audit is none. What `dump` throws goes through.
   */
  async auditKeys({ dump, signal }: AuditOptions): Promise<KeyAudit<Key>> {
    const sources = {
      transport: this.#transport,
      dump: withoutIndex(dump),
      namespaces: async () =>
        new Set([
          ...(await this.namespaces({ signal })).map(({ namespace }) => namespace),
          ...this.#indexes.keys(),
        ]),
      named: (namespace: string | undefined) => this.named(namespace, { signal, onPartial: rethrow }),
    }
    return auditKeys(sources, { signal })
  }

  async #register(namespace: string | undefined): Promise<void> {
    const json = JSON.stringify(namespace ?? null)
    const line = toText({ raw: false, json, writtenAt: this.#now(), lifetime: 0 })
    await this.#namespaces.announce(line).listed
  }

  #createIndex<K>(
    name: string,
    memcachedKey: (key: K, raw: boolean) => string,
    onCreated: () => Promise<void>,
  ): KeyIndex<K> {
    const [transport, now] = [this.#transport, this.#now]
    return new KeyIndex({
      transport,
      name,
      memcachedKey,
      onCreated,
      onPartial: this.#onPartial,
      onSkipped: this.#onSkipped,
      now,
    })
  }

  #indexOf(namespace: string | undefined): KeyIndex<Key> {
    const known = this.#indexes.get(namespace)
    if (known !== undefined) return known
    const index = this.#createIndex<Key>(
      this.#nameOf(namespace),
      (key, raw) => this.#memcachedKey(key, { namespace, raw }),
      () => this.#register(namespace),
    )
    if (this.#indexes.size === MOST_NAMESPACES) {
      const [oldest] = this.#indexes.keys()
      this.#indexes.delete(oldest)
    }
    this.#indexes.set(namespace, index)
    return index
  }

  /** What the memcached keys of the index of a namespace begin with. */
  #nameOf(namespace: string | undefined): string {
    // The digest of some key of the namespace; nobody's value is there, for a value's key has nothing around the digest.
    return `${INDEX_PREFIX}${this.#memcachedKey('', { namespace, raw: false })}`
  }

  #topOf(namespace: string | null): string {
    return segmentKey(this.#nameOf(namespace ?? undefined), TOP)
  }
}

async function* withoutIndex(dump: AsyncIterable<string>): AsyncGenerator<string, void, undefined> {
  for await (const memcachedKey of dump) if (!memcachedKey.startsWith(INDEX_PREFIX)) yield memcachedKey
}
