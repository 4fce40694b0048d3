import { type CacheKey, memcachedKey } from '@lmc/keys'
import type { CallOptions } from '@lmc/transport'
import { type Dependencies, isDependencies, type KeyOptions } from './call-options.ts'
import type { DependencyGenerations } from './dependency-generations.ts'
import type { FailureReporter } from './failure-reporter.ts'
import { settleAll } from './settle-all.ts'
import type { TrustedItems } from './trusted-items.ts'

export interface InvalidatorOptions {
  readonly items: TrustedItems
  readonly generations: DependencyGenerations
  readonly reporter: FailureReporter
  readonly defaultNamespace: string | undefined
}

/** What drops values. */
export class Invalidator {
  readonly #options: InvalidatorOptions

  constructor(options: InvalidatorOptions) {
    this.#options = options
  }

  async invalidate(what: CacheKey | Dependencies, options: KeyOptions): Promise<boolean> {
    if (!isDependencies(what) || options.raw === true)
      return this.drop('invalidate', what, this.#ownKey(what, options), options)
    const { generations, defaultNamespace } = this.#options
    const { namespace = defaultNamespace } = options
    const digests = generations.digests(what.dependencies, namespace)
    // Such an object could be a key as well; to drop too much does no harm.
    const ownKeys = [...digests.map((digest) => generations.keyOf(digest)), this.#ownKey(what, options)]
    const dropped = await settleAll(ownKeys.map((ownKey) => this.drop('invalidate', what, ownKey, options)))
    return dropped.includes(true)
  }

  async invalidateMany(keys: Iterable<CacheKey>, options: KeyOptions): Promise<number> {
    const ownKeys = Array.from(keys, (key) => [key, this.#ownKey(key, options)] as const)
    const dropped = await settleAll(
      ownKeys.map(([key, ownKey]) => this.drop('invalidateMany', key, ownKey, options)),
    )
    return dropped.filter(Boolean).length
  }

  async invalidateAll(options: CallOptions): Promise<boolean> {
    try {
      await this.#options.items.flush(options)
      return true
    } catch (error) {
      this.#options.reporter.recover(error, { operation: 'invalidateAll' })
      return false
    }
  }

  /** Drops an item. Resolves to whether it was there; to `false` as well when that failed, behind a call of `onFailed`. */
  async drop(
    operation: 'invalidate' | 'invalidateMany' | 'invalidateNamespace',
    key: CacheKey,
    ownKey: string,
    { namespace = this.#options.defaultNamespace, signal }: KeyOptions,
    onFailed: () => void = () => {},
  ): Promise<boolean> {
    try {
      return await this.#options.items.delete(ownKey, { signal })
    } catch (error) {
      onFailed()
      this.#options.reporter.recover(error, { operation, key, namespace })
      return false
    }
  }

  #ownKey(key: CacheKey, options: KeyOptions): string {
    const { namespace = this.#options.defaultNamespace, raw = false } = options
    return memcachedKey(key, { namespace, raw })
  }
}
