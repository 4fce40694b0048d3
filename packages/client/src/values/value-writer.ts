import type { CacheKey } from '@lmc/keys'
import type { Item, Transport } from '@lmc/transport'
import type { Call } from '../calls/call.ts'
import type { Calls, Target } from '../calls/calls.ts'
import { settleInPortions } from '../guard/settle-in-portions.ts'
import type { WriteOrder } from '../guard/write-order.ts'
import { type Generations, toStored } from '../header/item-header.ts'
import type { NamespacedKeys } from '../keys/namespaced-keys.ts'
import type { EntryOptions, SetEntry, SetOptions } from '../options/call-options.ts'
import { checkCallOptions } from '../options/check-call-options.ts'
import { toList } from '../options/to-list.ts'
import type { DependencyDigests, DependencyGenerations } from './dependency-generations.ts'
import type { ListedWrites } from './listed-writes.ts'
import type { PreparedValue, ValuePreparer } from './value-preparer.ts'

export interface ValueWriterOptions {
  readonly calls: Calls
  /** The transport that keeps the commands of a key in the order of the calls. */
  readonly ordered: Transport
  /** The same transport without that order, for a write that holds its keys. */
  readonly guarded: Transport
  readonly order: WriteOrder
  readonly namespacedKeys: NamespacedKeys
  readonly generations: DependencyGenerations
  readonly preparer: ValuePreparer
  readonly listedWrites: ListedWrites
}

/** What `set` was called with. */
interface SetTarget extends Target {
  readonly key: CacheKey
  readonly value: unknown
  readonly options: SetOptions
  /** Known once the value is prepared. */
  memcachedKey: string | undefined
}

/** A value of a batch. */
interface BatchValue {
  readonly prepared: PreparedValue
  /** The dependencies of the value. `undefined`: none. */
  readonly digests: DependencyDigests | undefined
}

/** Stores values. */
export class ValueWriter {
  readonly #options: ValueWriterOptions

  constructor(options: ValueWriterOptions) {
    this.#options = options
  }

  set(key: CacheKey, value: unknown, options: SetOptions): Promise<string | undefined> {
    const { calls, namespacedKeys } = this.#options
    const namespace = namespacedKeys.namespaceOf(options.namespace)
    const target: SetTarget = { key, namespace, raw: options.raw, value, options, memcachedKey: undefined }
    return calls.run('set', target, undefined, this.#prepareAndSet, toStoredKey)
  }

  setMany(entries: Iterable<SetEntry<unknown>>, options: SetOptions): Promise<(string | undefined)[]> {
    const { calls, namespacedKeys } = this.#options
    const all = toList('setMany', entries, "[['a', 1], ['b', 2]]")
    for (const entry of all) assertEntry(entry)
    const target = {
      keys: all.map(([key]) => key),
      namespace: namespacedKeys.namespaceOf(options.namespace),
      raw: options.raw,
      isUnlocated: all.some(([, , own]) => own?.raw !== undefined),
    }
    const none = all.map(() => undefined)
    return calls.run<(string | undefined)[]>('setMany', target, none, (call) =>
      this.#setMany(call, this.#prepareBatch(all, options), options.signal),
    )
  }

  readonly #prepareAndSet = (call: Call, target: SetTarget): Promise<boolean> => {
    const { key, value, options } = target
    const prepared = this.#options.preparer.value(key, value, options)
    target.memcachedKey = prepared.memcachedKey
    return this.#set(call, prepared, options)
  }

  #set(call: Call, prepared: PreparedValue, options: SetOptions): Promise<boolean> {
    const { generations, ordered, order } = this.#options
    const digests = generations.digests(options)
    if (prepared.checked === undefined && digests === undefined) {
      if (prepared.entry === undefined)
        return store(ordered, prepared, toStored(prepared.encoded, undefined), options.signal)
      // Most writes come through here, without a closure of their own.
      if (order.isFree) return this.#write(call, prepared, undefined, options.signal)
    }
    return this.#setInOrder(call, prepared, digests, options.signal)
  }

  #setInOrder(
    call: Call,
    prepared: PreparedValue,
    digests: DependencyDigests | undefined,
    signal: AbortSignal | undefined,
  ): Promise<boolean> {
    const { generations, order } = this.#options
    const { memcachedKey, checked } = prepared
    const write = (): Promise<boolean> => {
      const read = digests && generations.of(digests, { signal })
      return this.#write(call, prepared, read, signal)
    }
    if (checked !== undefined) return order.holding([memcachedKey], () => checked.then(write), signal)
    if (digests !== undefined) return order.holding([memcachedKey], write, signal)
    return order.leavingWithLine(memcachedKey, write, signal)
  }

  #prepareBatch(entries: readonly SetEntry<unknown>[], options: SetOptions): BatchValue[] {
    const { preparer, generations } = this.#options
    const shared = generations.digests(options)
    return entries.map(([key, value, own]) => {
      if (own === undefined) return { prepared: preparer.value(key, value, options), digests: shared }
      checkCallOptions('an entry of setMany', 'entry', own)
      const both = joinOptions(options, own)
      return { prepared: preparer.value(key, value, both), digests: generations.digests(both) }
    })
  }

  async #setMany(
    call: Call,
    all: readonly BatchValue[],
    signal: AbortSignal | undefined,
  ): Promise<(string | undefined)[]> {
    const { generations, order } = this.#options
    // When a key occurs twice, the last value counts.
    const last = new Map(all.map((one) => [one.prepared.memcachedKey, one]))
    const different = [...last.values()]
    const checks = all.flatMap(({ prepared }) => prepared.checked ?? [])
    const write = async (): Promise<PromiseSettledResult<boolean>[]> => {
      if (checks.length > 0) await Promise.all(checks)
      const wanted = new Set(different.flatMap(({ digests }) => digests ?? []))
      const read = wanted.size === 0 ? undefined : generations.ofMany(wanted, { signal })
      return settleInPortions(
        different,
        ({ prepared }) => prepared.encoded.value.length,
        ({ prepared, digests }) =>
          this.#write(call, prepared, digests && read?.then((found) => found.get(digests)), signal),
      )
    }
    const outcomes = await order.holding([...last.keys()], write, signal)
    const failures = new Set<unknown>()
    const stored = new Set<string>()
    for (const [at, { prepared }] of different.entries()) {
      const outcome = outcomes[at]
      if (outcome?.status === 'fulfilled' && outcome.value) stored.add(prepared.memcachedKey)
      if (outcome?.status !== 'rejected') continue
      // Several values may have the same error.
      if (!failures.has(outcome.reason)) call.fail(outcome.reason, prepared.key)
      failures.add(outcome.reason)
    }
    call.stored += stored.size
    return all.map(({ prepared: { memcachedKey } }) => (stored.has(memcachedKey) ? memcachedKey : undefined))
  }

  /** Stores a value. Resolves to whether it was stored. */
  #write(
    call: Call,
    prepared: PreparedValue,
    read: Promise<Generations | undefined> | undefined,
    signal: AbortSignal | undefined,
  ): Promise<boolean> {
    // When the write is aborted, nothing else handles the rejection.
    read?.catch(() => {})
    signal?.throwIfAborted()
    if (read === undefined) return this.#writeListed(call, prepared, undefined, signal)
    return read.then((generations) => this.#writeListed(call, prepared, generations, signal))
  }

  #writeListed(
    call: Call,
    prepared: PreparedValue,
    generations: Generations | undefined,
    signal: AbortSignal | undefined,
  ): Promise<boolean> {
    const { listedWrites, guarded } = this.#options
    const item = toStored(prepared.encoded, generations)
    return listedWrites.run(call, prepared, () => store(guarded, prepared, item, signal))
  }
}

/** Counts a value that was stored. Returns its memcached key. `undefined`: the value was not stored. */
function toStoredKey(call: Call, isStored: boolean, { memcachedKey }: SetTarget): string | undefined {
  if (!isStored) return undefined
  call.stored++
  return memcachedKey
}

/** Joins the options of a call and of an entry. The options of the entry win. */
function joinOptions(options: SetOptions, own: EntryOptions): SetOptions {
  return {
    ...options,
    raw: own.raw ?? options.raw,
    lifetime: own.lifetime ?? options.lifetime,
    dependencies: own.dependencies ?? options.dependencies,
    sharedDependencies: own.sharedDependencies ?? options.sharedDependencies,
  }
}

function store(
  transport: Transport,
  { memcachedKey, lifetime }: PreparedValue,
  { value, flags }: Item,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  return transport.set(memcachedKey, value, { flags, lifetime, signal })
}

function assertEntry(entry: unknown): void {
  if (Array.isArray(entry) && entry.length >= 2) return
  const came =
    entry === null ? 'null' : Array.isArray(entry) ? 'an array of fewer' : `of type ${typeof entry}`
  throw new TypeError(`An entry of setMany() is ${came}; expected a key and a value, as in ['a', 1]`)
}
