import type { CacheKey } from '@lmc/keys'
import { isThenable } from '@lmc/transport'
import type { Call } from '../calls/call.ts'
import type { Calls } from '../calls/calls.ts'
import { untilAborted } from '../guard/until-aborted.ts'
import type { UpdateTurns } from '../guard/update-turns.ts'
import type { WriteOrder } from '../guard/write-order.ts'
import { type Generations, toStored } from '../header/item-header.ts'
import type { NamespacedKeys } from '../keys/namespaced-keys.ts'
import type { SetOptions } from '../options/call-options.ts'
import type { DependencyDigests, DependencyGenerations } from './dependency-generations.ts'
import { joinGenerations } from './join-generations.ts'
import type { KeyVersions, ReadVersion } from './key-versions.ts'
import { LOST, Tries } from './tries.ts'
import type { PreparedKey, ValuePreparer } from './value-preparer.ts'

export interface ValueUpdaterOptions {
  readonly calls: Calls
  readonly order: WriteOrder
  readonly namespacedKeys: NamespacedKeys
  readonly generations: DependencyGenerations
  readonly versions: KeyVersions
  readonly preparer: ValuePreparer
  readonly turns: UpdateTurns
}

/** Returns the next value for the present one. `undefined`: no change. */
type Change = (value: unknown) => unknown

/** One call of `update`. */
interface Update {
  readonly call: Call
  readonly prepared: PreparedKey
  readonly change: Change
  readonly options: SetOptions
  /** The dependencies of the next value from the call and the view. `undefined`: none. */
  readonly digests: DependencyDigests | undefined
  readonly turn: symbol
}

/** The contents of the key that an update has read. */
interface Read {
  /** `undefined`: the key holds nothing. */
  readonly version: ReadVersion | undefined
  /** The generations of the next value. `undefined`: none. */
  readonly generations: Generations | undefined
}

/** The end of an update. An error of the caller's function is never taken for a failure of memcached. */
type Outcome = { readonly value: unknown } | { readonly thrown: unknown }

/** A next value that is a promise. The key is not held meanwhile. */
interface Pending {
  readonly read: Read
  readonly next: PromiseLike<unknown>
}

/** Resolves when this update has its turn. */
interface Wait {
  readonly until: Promise<void>
}

/** Updates values. */
export class ValueUpdater {
  readonly #options: ValueUpdaterOptions

  constructor(options: ValueUpdaterOptions) {
    this.#options = options
  }

  async update(key: CacheKey, change: Change, options: SetOptions): Promise<unknown> {
    const { calls, namespacedKeys, preparer, generations, turns } = this.#options
    if (typeof change !== 'function') {
      throw new TypeError(`update() takes a function that gives the next value; got ${typeof change}`)
    }
    const target = { key, namespace: namespacedKeys.namespaceOf(options.namespace), raw: options.raw }
    return calls.run<unknown>('update', target, undefined, async (call) => {
      const prepared = preparer.key(key, options)
      const { memcachedKey } = prepared
      const digests = generations.digests(options)
      const turn = Symbol(memcachedKey)
      try {
        const outcome = await this.#update({ call, prepared, change, options, digests, turn })
        if ('thrown' in outcome) throw call.passOn(outcome.thrown)
        return outcome.value
      } finally {
        turns.end(memcachedKey, turn)
      }
    })
  }

  async #update(update: Update): Promise<Outcome> {
    const { order } = this.#options
    const { signal } = update.options
    const keys = [update.prepared.memcachedKey]
    const tries = new Tries(signal)
    return tries.run(async () => {
      let step: Outcome | Pending | Wait
      for (;;) {
        step = await order.holding(keys, () => tries.run(() => this.#step(update)), signal)
        if (!('until' in step)) break
        await untilAborted(step.until, signal)
      }
      if (!('next' in step)) return step
      const { read, next } = step
      let value: unknown
      try {
        value = await untilAborted(Promise.resolve(next), signal)
      } catch (thrown) {
        return { thrown }
      }
      return order.holding(keys, () => this.#write(update, read, value), signal)
    })
  }

  /** Reads the value, and stores the next one unless the next one is a promise. */
  async #step(update: Update): Promise<Outcome | Pending | Wait | typeof LOST> {
    const { turns } = this.#options
    const { prepared, turn } = update
    const until = turns.ofOther(prepared.memcachedKey, turn)
    if (until !== undefined) return { until }
    const read = await this.#read(update)
    let next: unknown
    try {
      next = update.change(read.version?.value)
    } catch (thrown) {
      return { thrown }
    }
    if (!isThenable(next)) return this.#write(update, read, next)
    turns.begin(prepared.memcachedKey, turn)
    return { read, next }
  }

  async #read({ call, prepared, options, digests }: Update): Promise<Read> {
    const { generations, versions } = this.#options
    const { signal, dependencies, sharedDependencies } = options
    // Generations are read before the value, so that an invalidation from now on drops the next value.
    const named = digests && (await generations.of(digests, { signal }))
    const version = await versions.read(call, prepared, { signal })
    // Only the last try counts.
    call.hits = version?.value === undefined ? 0 : 1
    call.misses = 1 - call.hits
    const old = call.hits === 1 ? version?.headed?.header : undefined
    const kept = old && {
      dependencies: dependencies === undefined ? old.dependencies : [],
      sharedDependencies: sharedDependencies === undefined ? old.sharedDependencies : [],
    }
    return { version, generations: joinGenerations(kept, named) }
  }

  async #write(
    { call, prepared, options: { signal } }: Update,
    { version, generations }: Read,
    next: unknown,
  ): Promise<Outcome | typeof LOST> {
    const { preparer, versions } = this.#options
    if (next === undefined) return { value: undefined }
    const { encoded, checked } = preparer.valueOf(prepared, next)
    if (checked !== undefined) await checked
    signal?.throwIfAborted()
    const item = toStored(encoded, generations)
    if ((await versions.replace(call, prepared, version, item, { signal })) === LOST) return LOST
    call.stored++
    return { value: next }
  }
}
