import type { Codec } from '@lmc/codec'
import { type CacheKey, memcachedKey } from '@lmc/keys'
import type { Item, TransportError } from '@lmc/transport'
import type { GetOptions, KeyOptions } from './call-options.ts'
import type { DependencyGenerations } from './dependency-generations.ts'
import { isDependent } from './dependent-item.ts'
import type { FailureContext, FailureReporter } from './failure-reporter.ts'
import type { NamespaceDropper } from './namespace-dropper.ts'
import type { TrustedItems } from './trusted-items.ts'

export interface ValueReaderOptions {
  readonly items: TrustedItems
  readonly generations: DependencyGenerations
  /** Absent: namespaces are not dropped. */
  readonly namespaces: NamespaceDropper | undefined
  readonly codec: Codec
  readonly reporter: FailureReporter
  readonly defaultNamespace: string | undefined
}

/** What reads values. */
export class ValueReader {
  readonly #options: ValueReaderOptions

  constructor(options: ValueReaderOptions) {
    this.#options = options
  }

  async get<T>(key: CacheKey, options: GetOptions<T>): Promise<T | undefined> {
    const { items, generations, namespaces, reporter, defaultNamespace } = this.#options
    const { namespace = defaultNamespace, raw = false } = options
    const ownKey = memcachedKey(key, { namespace, raw })
    let item: Item | undefined
    try {
      if (namespaces?.isDone === false) await namespaces.makeUpFor(namespace, options)
      const found = await items.get(ownKey, options)
      item = found !== undefined && isDependent(found) ? await generations.current(found, options) : found
    } catch (error) {
      reporter.recover(error, { operation: 'get', key, namespace })
    }
    const value = item && this.#decode(item, { operation: 'get', key, namespace })
    // The caller names the type of what was stored; a cache can not check it.
    return value === undefined ? options.default : (value as T)
  }

  async getMany<K extends CacheKey, T>(keys: Iterable<K>, options: KeyOptions): Promise<Map<K, T>> {
    const { items, generations, namespaces, defaultNamespace } = this.#options
    const { namespace = defaultNamespace, raw = false, signal } = options
    const ownKeys = Array.from(keys, (key) => [key, memcachedKey(key, { namespace, raw })] as const)
    const context = { operation: 'getMany', namespace } as const
    const found = await this.#orPartial(context, async () => {
      if (namespaces?.isDone === false) await namespaces.makeUpFor(namespace, { signal })
      return items.getMany(
        ownKeys.map(([, ownKey]) => ownKey),
        { signal },
      )
    })
    const current = await this.#orPartial(context, () => generations.allCurrent(found, { signal }))
    const values = new Map<K, T>()
    for (const [key, ownKey] of ownKeys) {
      const item = current.get(ownKey)
      const value = item && this.#decode(item, { ...context, key })
      if (value !== undefined) values.set(key, value as T)
    }
    return values
  }

  /** Resolves to what `read` does, or, when some servers fail, which is reported, to what the others gave. */
  async #orPartial(
    context: FailureContext,
    read: () => Promise<ReadonlyMap<string, Item>>,
  ): Promise<ReadonlyMap<string, Item>> {
    try {
      return await read()
    } catch (error) {
      const { partial }: TransportError = this.#options.reporter.recover(error, context)
      return partial instanceof Map ? partial : new Map<string, Item>()
    }
  }

  /** The value of an item; `undefined`, and a report, for what another has written in a way that the codec does not know. */
  #decode({ value, flags }: Item, context: FailureContext): unknown {
    const { codec, reporter } = this.#options
    try {
      return codec.decode(value, flags)
    } catch (error) {
      if (!(error instanceof Error)) throw error
      reporter.report({ ...context, error })
      return undefined
    }
  }
}
