import type { Codec } from '@lmc/codec'
import type { CacheKey, PlainKey } from '@lmc/keys'
import type { IndexEntry, KeyTracker } from '@lmc/tracker'
import type { Item, Seconds, Transport } from '@lmc/transport'
import type { Call } from '../calls/call.ts'
import type { Calls } from '../calls/calls.ts'
import { settleInPortions } from '../guard/settle-in-portions.ts'
import type { WriteOrder } from '../guard/write-order.ts'
import { type KeySpace, listedKey } from '../keys/key-space.ts'
import type { SetOptions } from '../options/call-options.ts'
import { toSeconds } from '../options/lifetime.ts'
import type { ViewDefaults } from '../options/view-defaults.ts'
import type { DependencyDigests, DependencyGenerations } from './dependency-generations.ts'
import { type Generations, withHeader, withoutHeader } from '../header/item-header.ts'

export interface ValueWriterOptions {
  readonly calls: Calls
  /** The transport that keeps the commands of a key in the order of the calls. */
  readonly ordered: Transport
  /** The same transport without that, for a write that holds its keys. */
  readonly guarded: Transport
  readonly order: WriteOrder
  readonly keySpace: KeySpace
  readonly generations: DependencyGenerations
  /** Absent: keys are not listed. */
  readonly tracker: KeyTracker<PlainKey> | undefined
  readonly codec: Codec
  readonly defaults: ViewDefaults
}

/** A value on its way to a server. */
interface Prepared {
  readonly key: CacheKey
  readonly memcachedKey: string
  readonly lifetime: Seconds
  readonly encoded: Item
  /** What goes to the list of keys; absent where they are not tracked. */
  readonly entry: IndexEntry | undefined
  /** Resolves when the value fits a schema that takes its time to say so. */
  readonly checked: Promise<void> | undefined
}

/** What stores values. Whatever can be wrong with them is found before anything is sent. */
export class ValueWriter {
  readonly #options: ValueWriterOptions

  constructor(options: ValueWriterOptions) {
    this.#options = options
  }

  set(key: CacheKey, value: unknown, options: SetOptions): Promise<string | undefined> {
    const { calls, keySpace, generations, ordered, order } = this.#options
    const target = { key, namespace: keySpace.namespaceOf(options.namespace) }
    return calls.run('set', target, undefined, (call) => {
      const prepared = this.#prepare(key, value, options)
      const { memcachedKey, entry, checked } = prepared
      call.memcachedKey = memcachedKey
      const { signal } = options
      const digests = generations.digests(options)
      const write = (): Promise<boolean> => this.#write(call, prepared, this.#header(digests, signal), signal)
      let stored: Promise<boolean>
      if (checked !== undefined) stored = order.holding([memcachedKey], () => checked.then(write))
      else if (digests !== undefined) stored = order.holding([memcachedKey], write)
      else if (entry !== undefined) stored = order.leavingWithLine(memcachedKey, write)
      else stored = store(ordered, prepared, signal)
      return stored.then((isStored) => {
        if (!isStored) return undefined
        call.stored++
        return memcachedKey
      })
    })
  }

  setMany(
    entries: Iterable<readonly [key: CacheKey, value: unknown]>,
    options: SetOptions,
  ): Promise<(string | undefined)[]> {
    const { calls, keySpace } = this.#options
    const all = [...entries]
    const target = { keys: all.map(([key]) => key), namespace: keySpace.namespaceOf(options.namespace) }
    const none = all.map(() => undefined)
    return calls.run<(string | undefined)[]>('setMany', target, none, (call) =>
      this.#setMany(call, all, options),
    )
  }

  async #setMany(
    call: Call,
    entries: readonly (readonly [key: CacheKey, value: unknown])[],
    options: SetOptions,
  ): Promise<(string | undefined)[]> {
    const { generations, order } = this.#options
    const { signal } = options
    const all = entries.map(([key, value]) => this.#prepare(key, value, options))
    // Of a key that is there twice the last value counts.
    const last = new Map(all.map((prepared) => [prepared.memcachedKey, prepared]))
    const different = [...last.values()]
    const digests = generations.digests(options)
    const checks = all.flatMap(({ checked }) => checked ?? [])
    const outcomes = await order.holding([...last.keys()], async () => {
      if (checks.length > 0) await Promise.all(checks)
      const header = this.#header(digests, signal)
      return settleInPortions(
        different,
        ({ encoded }) => encoded.value.length,
        (prepared) => this.#write(call, prepared, header, signal),
      )
    })
    const failures = new Set<unknown>()
    const stored = new Set<string>()
    for (const [at, { key, memcachedKey }] of different.entries()) {
      const outcome = outcomes[at]
      if (outcome?.status === 'fulfilled' && outcome.value) stored.add(memcachedKey)
      // Several may have failed by one error.
      if (outcome?.status === 'rejected' && !failures.has(outcome.reason)) call.fail(outcome.reason, key)
      if (outcome?.status === 'rejected') failures.add(outcome.reason)
    }
    call.stored += stored.size
    return all.map(({ memcachedKey }) => (stored.has(memcachedKey) ? memcachedKey : undefined))
  }

  #prepare(key: CacheKey, value: unknown, options: SetOptions): Prepared {
    const { codec, tracker, keySpace, defaults } = this.#options
    const lifetime = options.lifetime === undefined ? defaults.lifetime : toSeconds(options.lifetime)
    const { memcachedKey, namespace, raw } = keySpace.resolve(key, options)
    const checked = defaults.schema?.check(value)
    // Whoever waits for it may come later.
    checked?.catch(() => {})
    const encoded = withoutHeader(codec.encode(value))
    const entry = tracker?.entry({ key: listedKey(key), namespace, raw, lifetime })
    return { key, memcachedKey, lifetime, encoded, entry, checked }
  }

  /** What is kept beside the values of a call; `undefined` when that is nothing. */
  #header(
    digests: DependencyDigests | undefined,
    signal: AbortSignal | undefined,
  ): Promise<Generations> | undefined {
    const header = digests && this.#options.generations.of(digests, { signal })
    // A write that is given up before does not wait for it.
    header?.catch(() => {})
    return header
  }

  /**
   * Stores a value behind the generations of what it depends on, and behind the line that lists its key: a process that dies in between
   * leaves nothing unlisted. Resolves to whether the value was stored. That the key could not be listed is a failure of the call.
   */
  async #write(
    call: Call,
    prepared: Prepared,
    header: Promise<Generations> | undefined,
    signal: AbortSignal | undefined,
  ): Promise<boolean> {
    signal?.throwIfAborted()
    const { key, entry } = prepared
    const item =
      header === undefined ? prepared : { ...prepared, encoded: withHeader(prepared.encoded, await header) }
    const announcement = entry && this.#options.tracker?.announce(entry)
    if (announcement !== undefined) this.#options.order.leaves(announcement.sent)
    let isStored: boolean
    try {
      await announcement?.sent
      isStored = await store(this.#options.guarded, item, signal)
      announcement?.stored()
    } catch (error) {
      // The call is over; what becomes of its other half is still reported.
      announcement?.listed.catch((unlisted: Error) => call.report(unlisted, 'track', key))
      throw error
    }
    try {
      await announcement?.listed
    } catch (error) {
      call.fail(error, key, 'track')
    }
    return isStored
  }
}

function store(
  transport: Transport,
  { memcachedKey, encoded: { value, flags }, lifetime }: Prepared,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  return transport.set(memcachedKey, value, { flags, lifetime, signal })
}
