import { clock, type Transport } from '@lmc/transport'
import type { Announcement } from './lines/line-batcher.ts'
import { auditKeys } from './listing/audit-keys.ts'
import { warn } from './in-background.ts'
import { INDEX_PREFIX, withoutIndex } from './index-items.ts'
import { type IndexEntry, toEntry, type TrackedKey } from './lines/index-entry.ts'
import { Tickets } from './lines/tickets.ts'
import type { IndexedKey } from './listing/indexed-key.ts'
import {
  assertKeyTrackerOptions,
  type AuditOptions,
  type DropOptions,
  type KeyTrackerOptions,
  type ListOptions,
  type NamedOptions,
} from './key-tracker-options.ts'
import type { KeyAudit } from './listing/key-audit.ts'
import { KeyIndex, type KeyIndexOptions } from './listing/key-index.ts'
import { NamespaceList, type NamespaceSize } from './listing/namespace-list.ts'
import { LineKeeper } from './relisting/line-keeper.ts'
import { UntidyServers } from './segments/untidy-servers.ts'
import { segmentKey, TOP } from './segments/segment.ts'
import { patientTransport } from './patient-transport.ts'
import type { TrackerError } from './tracker-error.ts'
import { type OnPartial, rethrow } from './partial-answers.ts'

/** How many namespaces' indexes are remembered; what is known of a forgotten one is found out again. */
const MOST_NAMESPACES = 32_768

/**
 * A list of the keys that are in the cache, kept in the cache itself, shared by all who use the same servers.
 */
export class KeyTracker<Key> {
  readonly #transport: Transport
  readonly #memcachedKey: KeyTrackerOptions<Key>['memcachedKey']
  readonly #onPartial: OnPartial
  readonly #onSkipped: (error: TrackerError) => void
  readonly #tickets: Tickets
  readonly #untidy: UntidyServers
  readonly #keeper: LineKeeper
  readonly #indexes = new Map<string | undefined, KeyIndex<Key>>()
  readonly #namespaces: NamespaceList

  /** @throws {TypeError} when an option is unknown, missing or of a wrong type. */
  constructor(options: KeyTrackerOptions<Key>) {
    assertKeyTrackerOptions(options)
    const { memcachedKey, onPartial = rethrow, onSkipped = () => {}, now = clock.now } = options
    const transport = patientTransport(options.transport)
    this.#transport = transport
    this.#memcachedKey = memcachedKey
    this.#onPartial = onPartial
    this.#onSkipped = (error) => {
      try {
        onSkipped(error)
      } catch (thrown) {
        warn('What is told of the list of keys has thrown', thrown)
      }
    }
    this.#tickets = new Tickets(transport, now)
    this.#untidy = new UntidyServers(now, this.#onSkipped)
    this.#keeper = new LineKeeper(transport, now)
    const namespaces = this.#createIndex<string | null>(`${INDEX_PREFIX}namespaces`, {
      // A namespace is there while the first item of its index is.
      memcachedKey: (namespace) => segmentKey(this.#nameOf(namespace ?? undefined), TOP),
      onCreated: async () => {},
    })
    this.#namespaces = new NamespaceList(namespaces, (namespace, listing) =>
      this.#indexOf(namespace).size(listing),
    )
  }

  /**
   * What `announce` takes for a key.
   *
   * @throws {TrackerError} `key-too-long`.
   */
  entry(tracked: TrackedKey<Key>): IndexEntry {
    return toEntry(tracked)
  }

  /**
   * Announces that a key is being stored, or that it has another lifetime now. All announcements of one tick
   * leave together. Wait for `sent`, then store the value. Call `stored` when the server has answered that.
   * Then wait for `listed`, which rejects with a `TransportError` when the key may not be listed.
   */
  announce(entry: IndexEntry): Announcement {
    return this.#indexOf(entry.namespace).announce(entry)
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
   * Gives what `keys` resolves to, key by key, in memory that does not grow with their number. A key that is
   * set meanwhile may be given or not.
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
    const index = this.#indexOf(namespace)
    return verify ? index.live(options) : index.named(options)
  }

  /**
   * Gives all keys that the index of a namespace names, also those that are gone, batch by batch, with the
   * memcached keys of their values.
   *
   * @throws {TransportError} any code, unless `onPartial` lets the listing go on.
   */
  named(
    namespace: string | undefined,
    options: NamedOptions = {},
  ): AsyncIterable<readonly IndexedKey<Key>[]> {
    return this.#indexOf(namespace).named(options)
  }

  /**
   * Has all keys dropped that the index of a namespace names, batch by batch, and drops them from the index.
   * A key that is set meanwhile is listed or gone.
   *
   * @param dropKeys drops the values of a batch, and resolves to those of its keys whose server has said that
   * it holds nothing of them now.
   * @throws {TransportError} any code, unless `onPartial` lets it go on; what `dropKeys` throws.
   */
  async drop(
    namespace: string | undefined,
    dropKeys: (batch: readonly IndexedKey<Key>[]) => Promise<readonly IndexedKey<Key>[]>,
    options: DropOptions = {},
  ): Promise<void> {
    await this.#indexOf(namespace).drop(dropKeys, options)
  }

  /**
   * Drops from the index of a namespace what it need not hold: duplicates, and keys that are gone where they
   * are many.
   */
  async tidy(namespace: string | undefined, options: NamedOptions = {}): Promise<void> {
    await this.#indexOf(namespace).tidy(options)
  }

  /**
   * Resolves to the namespaces that have an index, and what each costs; `undefined` is the one of keys
   * without a namespace.
   *
   * @throws {TransportError} any code, unless `onPartial` lets the listing go on.
   */
  async namespaces(options: NamedOptions = {}): Promise<NamespaceSize[]> {
    return this.#namespaces.sizes(options)
  }

  /**
   * Compares the indexes of all namespaces with what the servers hold. It shows what eviction has taken from
   * an index, to a person or a monitor. Takes memory for all keys, some 100 bytes each.
   *
   * @throws {TransportError} any code, also when only some servers fail: half an audit is none. What `dump`
   * throws goes through.
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

  /** Says that all items are about to be dropped, so that nothing of what was announced is listed again. */
  forget(): void {
    this.#keeper.forget()
  }

  /**
   * Looks once more whether the list still has what was announced here. Tells other processes that none of
   * these sets is under way any more, so that they may drop dead lines at once.
   */
  async close(): Promise<void> {
    await Promise.all([this.#tickets.close(), this.#keeper.close()])
  }

  #createIndex<K>(name: string, own: Pick<KeyIndexOptions<K>, 'memcachedKey' | 'onCreated'>): KeyIndex<K> {
    return new KeyIndex({
      ...own,
      name,
      transport: this.#transport,
      onPartial: this.#onPartial,
      onSkipped: this.#onSkipped,
      tickets: this.#tickets,
      untidy: this.#untidy,
      keeper: this.#keeper,
    })
  }

  #indexOf(namespace: string | undefined): KeyIndex<Key> {
    const known = this.#indexes.get(namespace)
    if (known !== undefined) return known
    const index = this.#createIndex<Key>(this.#nameOf(namespace), {
      memcachedKey: (key, raw) => this.#memcachedKey(key, { namespace, raw }),
      onCreated: () => this.#namespaces.add(namespace),
    })
    if (this.#indexes.size === MOST_NAMESPACES) {
      const [oldest] = this.#indexes.keys()
      this.#indexes.delete(oldest)
    }
    this.#indexes.set(namespace, index)
    return index
  }

  /** What the memcached keys of the index of a namespace begin with. */
  #nameOf(namespace: string | undefined): string {
    // The digest of some key of the namespace; nobody's value is there, for a value's key has nothing around
    // the digest.
    return `${INDEX_PREFIX}${this.#memcachedKey('', { namespace, raw: false })}`
  }
}
