import type { CacheKey } from '@lmc/keys'
import type { Item } from '@lmc/transport'
import type { Call } from '../calls/call.ts'
import type { Calls } from '../calls/calls.ts'
import type { WriteOrder } from '../guard/write-order.ts'
import { type Generations, toStored } from '../header/item-header.ts'
import type { NamespacedKeys } from '../keys/namespaced-keys.ts'
import type { SetOptions } from '../options/call-options.ts'
import type { DependencyGenerations } from './dependency-generations.ts'
import type { KeyVersions } from './key-versions.ts'
import { LOST, Tries } from './tries.ts'
import type { PreparedValue, ValuePreparer } from './value-preparer.ts'

export interface ConditionalWriterOptions {
  readonly calls: Calls
  readonly order: WriteOrder
  readonly namespacedKeys: NamespacedKeys
  readonly generations: DependencyGenerations
  readonly versions: KeyVersions
  readonly preparer: ValuePreparer
}

/**
 * Stores values only if there is no value, or only if there is one. There is a value when `get` would find
 * it.
 */
export class ConditionalWriter {
  readonly #options: ConditionalWriterOptions

  constructor(options: ConditionalWriterOptions) {
    this.#options = options
  }

  add(key: CacheKey, value: unknown, options: SetOptions): Promise<string | undefined> {
    const { versions } = this.#options
    return this.#run('add', key, value, options, async (call, prepared, item) => {
      const isAdded = await versions.replace(call, prepared, undefined, item, options)
      if (isAdded === true) return true
      const version = await versions.read(call, prepared, options)
      // The item is gone again.
      if (version === undefined) return LOST
      return version.value === undefined && versions.replace(call, prepared, version, item, options)
    })
  }

  replace(key: CacheKey, value: unknown, options: SetOptions): Promise<string | undefined> {
    const { versions } = this.#options
    return this.#run('replace', key, value, options, async (call, prepared, item) => {
      const version = await versions.read(call, prepared, options)
      return version?.value !== undefined && versions.replace(call, prepared, version, item, options)
    })
  }

  #run(
    operation: 'add' | 'replace',
    key: CacheKey,
    value: unknown,
    options: SetOptions,
    attempt: (call: Call, prepared: PreparedValue, item: Item) => Promise<boolean | typeof LOST>,
  ): Promise<string | undefined> {
    const { calls, namespacedKeys, preparer, generations, order } = this.#options
    const target = { key, namespace: namespacedKeys.namespaceOf(options.namespace), raw: options.raw }
    return calls.run<string | undefined>(operation, target, undefined, async (call) => {
      const prepared = preparer.value(key, value, options)
      const { memcachedKey, encoded, checked } = prepared
      const { signal } = options
      const digests = generations.digests(options)
      const store = async (): Promise<boolean> => {
        if (checked !== undefined) await checked
        signal?.throwIfAborted()
        const read: Generations | undefined = digests && (await generations.of(digests, { signal }))
        const item = toStored(encoded, read)
        return new Tries(signal).run(() => attempt(call, prepared, item))
      }
      const isStored = await order.holding([memcachedKey], store, signal)
      if (!isStored) return undefined
      call.stored++
      return memcachedKey
    })
  }
}
