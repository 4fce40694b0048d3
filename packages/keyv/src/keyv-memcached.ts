import { EventEmitter } from 'node:events'
import {
  type AdapterClient,
  type CacheView,
  type MemcachedClient,
  type Milliseconds,
  openClient,
  type Seconds,
} from '@lmc/client'
import { MetaTransport } from '@lmc/transport-meta'
import type { KeyvEntry } from './keyv-entry.ts'
import { assertKeyvMemcachedOptions, type KeyvMemcachedOptions } from './keyv-memcached-options.ts'
import { fromStored, toStored } from './timed-value.ts'

/** How many values the iterator reads at a time. */
const BATCH = 100

/**
 * A store for Keyv 5 and 6 in memcached.
 *
 * When memcached fails, no method rejects: reads are misses, and nothing is stored. The event `error` has the
 * failure, and Keyv passes it on.
 */
export class KeyvMemcached extends EventEmitter {
  /** Keyv 5 offers an iterator only over stores that it knows by name. */
  readonly opts: { readonly dialect: 'redis'; readonly url: '' } = { dialect: 'redis', url: '' }
  /**
   * Keyv's namespace, which Keyv sets. In memcached it stands behind the namespace of the options:
   * `keyv/sessions`.
   */
  namespace?: string
  readonly client: MemcachedClient
  readonly #source: AdapterClient
  readonly #base: string
  #current: { readonly namespace: string | undefined; readonly view: CacheView } | undefined

  /** @throws {TypeError} when an option is unknown or of a wrong type, or the client does not track keys. */
  constructor(options: KeyvMemcachedOptions = {}) {
    super()
    assertKeyvMemcachedOptions(options)
    this.#source = openClient(options, {
      of: 'KeyvMemcached',
      tracksFor: 'clear() and iterator()',
      openTransport: (servers) => new MetaTransport({ servers }),
    })
    this.client = this.#source.client
    // Encoded, so that a slash in it is told from the one behind it.
    this.#base = encodeURIComponent(options.namespace ?? 'keyv')
  }

  /** Resolves to the value, or to `undefined` when there is none. */
  async get<Value = unknown>(key: string): Promise<Value | undefined> {
    return current(await this.#view.get(key)) as Value | undefined
  }

  /** Resolves to the values in the order of the keys, `undefined` for each that is not there. */
  async getMany<Value = unknown>(keys: string[]): Promise<(Value | undefined)[]> {
    const found = await this.#view.getMany(keys)
    return keys.map((key) => current(found.get(key)) as Value | undefined)
  }

  /**
   * Stores a value. Resolves to whether it was stored.
   *
   * @param ttl how long the value lives, exact to the millisecond; absent, 0 and `Infinity` are for ever. A
   *   value with one below 0 is over at once.
   * @throws {TypeError} when `ttl` is no number.
   * @throws {RangeError} when `ttl` is `NaN`.
   */
  async set(key: string, value: unknown, ttl: Milliseconds = 0): Promise<boolean> {
    // Most values live for ever, and a call without options is the fastest.
    const set =
      ttl === 0
        ? this.#view.set(key, toStored({ value, end: Number.POSITIVE_INFINITY }))
        : this.#view.set(key, ...timed(value, ttl))
    return (await set) !== undefined
  }

  /** Stores several values in one batch. Resolves to whether each was stored, in their order. */
  // Keyv 5 declares that a store gives nothing here, but hands it on. Keyv 6 declares booleans.
  // oxlint-disable-next-line typescript/no-explicit-any
  async setMany(entries: readonly KeyvEntry[]): Promise<any> {
    const timedEntries = entries.map(({ key, value, ttl }) => [key, ...timed(value, ttl)] as const)
    const stored = await this.#view.setMany(timedEntries)
    return stored.map((key) => key !== undefined)
  }

  /** Resolves to whether a value was there. */
  async delete(key: string): Promise<boolean> {
    return this.#view.invalidate(key)
  }

  /** Resolves to whether any of the values was there. */
  async deleteMany(keys: string[]): Promise<boolean> {
    return (await this.#view.invalidateMany(keys)) > 0
  }

  async has(key: string): Promise<boolean> {
    return (await this.get(key)) !== undefined
  }

  /** Resolves to whether each is there, in the order of the keys. */
  async hasMany(keys: string[]): Promise<boolean[]> {
    return (await this.getMany(keys)).map((value) => value !== undefined)
  }

  /** Drops the values of the namespace, and no others. */
  async clear(): Promise<void> {
    await this.#view.invalidateNamespace()
  }

  /** Gives each key of the namespace with its value. */
  async *iterator<Value = unknown>(
    namespace: string | undefined = this.namespace,
  ): AsyncGenerator<[key: string, value: Value], void, undefined> {
    const view = this.#viewOf(namespace)
    for await (const keys of inBatches(view.iterateKeys())) {
      const found = await view.getMany(keys)
      for (const [key, stored] of found) {
        const value = current(stored)
        if (value !== undefined) yield [key, value as Value]
      }
    }
  }

  /** Closes the client if this store has made it. */
  async disconnect(): Promise<void> {
    await this.#source.close()
  }

  get #view(): CacheView {
    if (this.#current === undefined || this.#current.namespace !== this.namespace) {
      this.#current = { namespace: this.namespace, view: this.#viewOf(this.namespace) }
    }
    return this.#current.view
  }

  #viewOf(namespace: string | undefined): CacheView {
    return this.client.view({
      namespace: namespace === undefined ? this.#base : `${this.#base}/${namespace}`,
      failures: 'miss',
      // For ever, whatever the client's default is.
      lifetime: 0,
      // An event `error` that nobody listens to would throw.
      onFailure: ({ error }) => this.listenerCount('error') > 0 && this.emit('error', error),
    })
  }
}

/** The value that is stored; `undefined` where its end has passed. */
function current(stored: unknown): unknown {
  const found = fromStored(stored)
  // Keyv's own clock, which tests turn.
  return found === undefined || found.end <= Date.now() ? undefined : found.value
}

/**
 * What is stored, and for how long. memcached keeps a lifetime of N seconds for N - 1 to N, so it is asked
 * for one second more.
 *
 * @throws {TypeError} when the lifetime is no number.
 * @throws {RangeError} when the lifetime is `NaN`.
 */
function timed(value: unknown, ttl: Milliseconds = 0): [stored: unknown, options: { lifetime: Seconds }] {
  if (typeof ttl !== 'number') throw new TypeError(`ttl is of type ${typeof ttl}; expected milliseconds`)
  if (Number.isNaN(ttl)) throw new RangeError('ttl is NaN; expected milliseconds, 0 for ever')
  if (ttl === 0 || ttl === Number.POSITIVE_INFINITY)
    return [toStored({ value, end: Number.POSITIVE_INFINITY }), { lifetime: 0 }]
  return [toStored({ value, end: Date.now() + ttl }), { lifetime: Math.max(1, Math.ceil(ttl / 1000) + 1) }]
}

async function* inBatches(keys: AsyncIterable<unknown>): AsyncGenerator<string[], void, undefined> {
  let batch: string[] = []
  for await (const key of keys) {
    if (typeof key === 'string') batch.push(key)
    if (batch.length < BATCH) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}
