import type { CacheKey } from '@lmc/keys'
import type { CallOptions, Item, TransportError } from '@lmc/transport'
import type { Call } from '../calls/call.ts'
import type { Freshness } from '../header/freshness-field.ts'
import { hasHeader, type HeadedItem } from '../header/item-header.ts'
import type { DependencyGenerations } from '../values/dependency-generations.ts'
import type { ItemReader } from '../values/item-reader.ts'
import { type Look, NOTHING } from './look.ts'

/** Looks at items. Unlike all other reads, this also gives stale values and leases. */
export class Looks {
  readonly #generations: DependencyGenerations
  readonly #items: ItemReader

  constructor(generations: DependencyGenerations, items: ItemReader) {
    this.#generations = generations
    this.#items = items
  }

  /**
   * Gives what an item is. Gives a promise only when memcached or a schema has to be asked; for most items
   * nothing has to be.
   *
   * @throws {TransportError} any code, as a rejection, when the generations of its dependencies cannot be
   *   read.
   */
  at(call: Call, item: Item, key: CacheKey | undefined, options: CallOptions = {}): Look | Promise<Look> {
    if (!hasHeader(item)) return toLook(this.#items.decode(call, item, key))
    const headed = this.#items.open(call, item, key)
    if (headed === undefined) return NOTHING
    const { dependencies, sharedDependencies } = headed.header
    return dependencies.length + sharedDependencies.length > 0
      ? this.#ifCurrent(call, headed, key, options)
      : this.#behindHeader(call, headed, key)
  }

  /**
   * Resolves to what each item is, by memcached key.
   *
   * @param keys the cache keys, by memcached key.
   * @param onFailure called when servers fail. Their items then count as nothing.
   */
  async atMany(
    call: Call,
    items: ReadonlyMap<string, Item>,
    keys: ReadonlyMap<string, CacheKey>,
    options: CallOptions,
    onFailure: (error: TransportError) => void,
  ): Promise<Map<string, Look>> {
    const looks = new Map<string, Look>()
    const headed = new Map<string, HeadedItem>()
    for (const [memcachedKey, item] of items) {
      const key = keys.get(memcachedKey)
      if (!hasHeader(item)) {
        const look = this.at(call, item, key)
        looks.set(memcachedKey, look instanceof Promise ? await look : look)
      }
      const opened = hasHeader(item) ? this.#items.open(call, item, key) : undefined
      if (opened !== undefined) headed.set(memcachedKey, opened)
    }
    if (headed.size === 0) return looks
    const current = await this.#generations.allCurrent(headed, options, onFailure)
    for (const [memcachedKey, one] of headed) {
      const key = keys.get(memcachedKey)
      looks.set(memcachedKey, current.has(memcachedKey) ? await this.#behindHeader(call, one, key) : NOTHING)
    }
    return looks
  }

  async #ifCurrent(
    call: Call,
    headed: HeadedItem,
    key: CacheKey | undefined,
    options: CallOptions,
  ): Promise<Look> {
    const current = await this.#generations.current(headed, options)
    return current === undefined ? NOTHING : this.#behindHeader(call, headed, key)
  }

  #behindHeader(
    call: Call,
    { header: { lease, freshness }, item }: HeadedItem,
    key: CacheKey | undefined,
  ): Look | Promise<Look> {
    if (lease !== undefined) return { value: undefined, lease }
    return toLook(this.#items.decode(call, item, key), freshness)
  }
}

/** @param value a value, or with a schema a promise of it. */
function toLook(value: unknown, freshness?: Freshness): Look | Promise<Look> {
  return value instanceof Promise ? value.then((read) => ({ value: read, freshness })) : { value, freshness }
}
