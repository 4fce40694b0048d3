import type { CacheKey, PlainKey } from '@lmc/keys'
import type { KeyTracker } from '@lmc/tracker'
import type { Transport } from '@lmc/transport'
import type { Call } from '../calls/call.ts'
import type { Calls } from '../calls/calls.ts'
import type { GuardedTransport } from '../guard/guarded-transport.ts'
import type { WriteOrder } from '../guard/write-order.ts'
import type { NamespacedKeys } from '../keys/namespaced-keys.ts'
import type { CallOptions, DependentsOptions, KeyOptions } from '../options/call-options.ts'
import { toList } from '../options/to-list.ts'
import type { DependencyGenerations } from './dependency-generations.ts'

export interface ValueInvalidatorOptions {
  readonly calls: Calls
  /** The transport that keeps the commands of a key in the order of the calls. */
  readonly ordered: Transport
  /** The same transport without that order, for a batch that holds its keys. */
  readonly guarded: GuardedTransport
  readonly order: WriteOrder
  readonly namespacedKeys: NamespacedKeys
  readonly generations: DependencyGenerations
  /** Absent: keys are not tracked. */
  readonly tracker: KeyTracker<PlainKey> | undefined
}

/** A key whose value is dropped. */
interface Target {
  readonly key: CacheKey
  readonly memcachedKey: string
}

/** Invalidates values: drops them from the cache. */
export class ValueInvalidator {
  readonly #options: ValueInvalidatorOptions

  constructor(options: ValueInvalidatorOptions) {
    this.#options = options
  }

  invalidate(key: CacheKey, options: KeyOptions): Promise<boolean> {
    const { calls, ordered, namespacedKeys } = this.#options
    const target = { key, namespace: namespacedKeys.namespaceOf(options.namespace), raw: options.raw }
    return calls.run('invalidate', target, false, async (call) => {
      assertNoDependencies(key)
      const memcachedKey = namespacedKeys.memcachedKeyOf(key, options)
      const wasThere = await ordered.delete(memcachedKey, { signal: options.signal })
      if (wasThere) call.invalidated++
      return wasThere
    })
  }

  invalidateMany(keys: Iterable<CacheKey>, options: KeyOptions): Promise<number> {
    const { calls, namespacedKeys } = this.#options
    const all = toList('invalidateMany', keys, "['a', 'b']")
    const target = { keys: all, namespace: namespacedKeys.namespaceOf(options.namespace), raw: options.raw }
    return calls.run('invalidateMany', target, 0, (call) => {
      const targets = all.map((key) => ({ key, memcachedKey: namespacedKeys.memcachedKeyOf(key, options) }))
      return this.#drop(call, targets, options)
    })
  }

  /** Resolves to whether any value may have depended on the names. */
  invalidateDependents(names: Iterable<CacheKey>, options: DependentsOptions): Promise<boolean> {
    const { calls, namespacedKeys, generations } = this.#options
    const all = toList('invalidateDependents', names, "['product:7']")
    const { namespace, shared = false } = options
    const own = shared ? undefined : namespacedKeys.namespaceOf(namespace)
    const target = { keys: all, namespace: own, isUnlocated: true }
    return calls.run('invalidateDependents', target, false, async (call) => {
      const memcachedKeys = generations.keysOf(all, { namespace, shared })
      const targets = all.map((key, at) => ({ key, memcachedKey: memcachedKeys[at] as string }))
      return (await this.#drop(call, targets, options)) > 0
    })
  }

  invalidateAll(options: CallOptions): Promise<boolean> {
    const { calls, ordered, tracker } = this.#options
    return calls.run('invalidateAll', {}, false, async () => {
      tracker?.forget()
      await ordered.flush(options)
      return true
    })
  }

  /** Resolves to how many values were dropped. Settles after all deletes have settled. */
  async #drop(call: Call, targets: readonly Target[], { signal }: CallOptions): Promise<number> {
    const { order, guarded } = this.#options
    const memcachedKeys = targets.map(({ memcachedKey }) => memcachedKey)
    const outcomes = await order.holding(
      memcachedKeys,
      () => guarded.deleteMany(memcachedKeys, { signal }),
      signal,
    )
    for (const [at, outcome] of outcomes.entries()) {
      if (outcome.status === 'rejected') call.fail(outcome.reason, targets[at]?.key)
      else if (outcome.value) call.invalidated++
    }
    return call.invalidated
  }
}

/** An older API dropped dependents by such an object. */
function assertNoDependencies(key: unknown): void {
  if (typeof key !== 'object' || key === null || !('dependencies' in key)) return
  if (Object.keys(key).length === 1 && Array.isArray(key.dependencies)) {
    throw new TypeError(
      'invalidate() takes a key; to drop what depends on something, call invalidateDependents(names)',
    )
  }
}
