import type { CacheKey } from '@lmc/keys'
import { type Item, orPartial, type Transport } from '@lmc/transport'
import type { Call } from '../calls/call.ts'
import type { Calls, Target } from '../calls/calls.ts'
import { isFresh } from '../header/is-fresh.ts'
import { hasHeader, type HeadedItem } from '../header/item-header.ts'
import type { NamespacedKeys } from '../keys/namespaced-keys.ts'
import type { NamespaceDropper } from '../namespaces/namespace-dropper.ts'
import type { GetOptions, KeyOptions } from '../options/call-options.ts'
import { toList } from '../options/to-list.ts'
import type { DependencyGenerations } from './dependency-generations.ts'
import type { ItemReader } from './item-reader.ts'

export interface ValueReaderOptions {
  readonly calls: Calls
  /** The transport that keeps the commands of a key in the order of the calls. */
  readonly ordered: Transport
  readonly namespacedKeys: NamespacedKeys
  readonly generations: DependencyGenerations
  /** Absent: namespaces are not dropped. */
  readonly namespaces: NamespaceDropper | undefined
  readonly items: ItemReader
}

/** What `get` was called with. */
interface GetTarget extends Target {
  readonly key: CacheKey
  readonly options: GetOptions<unknown>
}

/** Reads values. Returns no stale values and no leases. */
export class ValueReader {
  readonly #options: ValueReaderOptions

  constructor(options: ValueReaderOptions) {
    this.#options = options
  }

  get(key: CacheKey, options: GetOptions<unknown>): Promise<unknown> {
    const { calls, namespacedKeys } = this.#options
    const namespace = namespacedKeys.namespaceOf(options.namespace)
    const target: GetTarget = { key, namespace, raw: options.raw, options }
    return calls.run('get', target, options.default, this.#findOne, this.#toValue)
  }

  has(key: CacheKey, options: KeyOptions): Promise<boolean> {
    const { calls, namespacedKeys } = this.#options
    const target = { key, namespace: namespacedKeys.namespaceOf(options.namespace), raw: options.raw }
    return calls.run('has', target, false, async (call) => {
      const found = await this.#find(call, key, options)
      return (await this.#valueOf(call, found, options, undefined)) !== undefined
    })
  }

  getMany<T, K extends CacheKey>(keys: Iterable<K>, options: KeyOptions): Promise<Map<K, T>> {
    const { calls, namespacedKeys } = this.#options
    const all = toList('getMany', keys, "['a', 'b']")
    const target = { keys: all, namespace: namespacedKeys.namespaceOf(options.namespace), raw: options.raw }
    return calls.run('getMany', target, new Map<K, T>(), (call) => this.#findAll<T, K>(call, all, options))
  }

  hasMany<K extends CacheKey>(keys: Iterable<K>, options: KeyOptions): Promise<Set<K>> {
    const { calls, namespacedKeys } = this.#options
    const all = toList('hasMany', keys, "['a', 'b']")
    const target = { keys: all, namespace: namespacedKeys.namespaceOf(options.namespace), raw: options.raw }
    return calls.run('hasMany', target, new Set<K>(), async (call) => {
      const values = await this.#findAll<unknown, K>(call, all, options)
      return new Set(values.keys())
    })
  }

  readonly #findOne = (call: Call, { key, options }: GetTarget): Promise<Item | undefined> =>
    this.#find(call, key, options)

  readonly #toValue = (call: Call, found: Item | undefined, { options }: GetTarget): unknown =>
    this.#valueOf(call, found, options, options.default)

  #find(call: Call, key: CacheKey, options: KeyOptions): Promise<Item | undefined> {
    const { ordered, namespacedKeys, namespaces } = this.#options
    const memcachedKey = namespacedKeys.memcachedKeyOf(key, options)
    if (namespaces === undefined || namespaces.nothingPending) return ordered.get(memcachedKey, options)
    return namespaces.retry(call.namespace, options).then(() => ordered.get(memcachedKey, options))
  }

  /** Counts the read. Returns the value of an item or `otherwise`, and a promise only when it needs one. */
  #valueOf(call: Call, found: Item | undefined, options: KeyOptions, otherwise: unknown): unknown {
    const { items } = this.#options
    const value = found && (hasHeader(found) ? this.#open(call, found, options) : items.decode(call, found))
    if (value instanceof Promise) return value.then((read) => counted(call, read, otherwise))
    return counted(call, value, otherwise)
  }

  /** Resolves to the value of an item with a header. `undefined`: it may not be returned any more. */
  async #open(call: Call, found: Item, options: KeyOptions): Promise<unknown> {
    const { generations, items } = this.#options
    const headed = items.open(call, found)
    if (headed === undefined || !isFresh(headed.header)) return undefined
    const current = await generations.current(headed, options)
    return current && items.decode(call, current)
  }

  async #findAll<T, K extends CacheKey>(
    call: Call,
    keys: readonly K[],
    options: KeyOptions,
  ): Promise<Map<K, T>> {
    const { ordered, namespacedKeys, generations, namespaces, items } = this.#options
    const memcachedKeys = namespacedKeys.memcachedKeysOf(keys, options)
    if (namespaces?.nothingPending === false) await namespaces.retry(call.namespace, options)
    const { signal } = options
    const fail = (error: unknown): void => call.fail(error)
    const found = await orPartial(ordered.getMany(memcachedKeys, { signal }), new Map<string, Item>(), fail)
    const headed = new Map<string, HeadedItem>()
    for (const [memcachedKey, item] of found) {
      if (!hasHeader(item)) continue
      const one = items.open(call, item)
      if (one !== undefined && isFresh(one.header)) headed.set(memcachedKey, one)
    }
    const current =
      headed.size === 0 ? new Map<string, Item>() : await generations.allCurrent(headed, { signal }, fail)
    const decoded: unknown[] = []
    for (let at = 0; at < keys.length; at++) {
      const memcachedKey = memcachedKeys[at] as string
      const item = found.get(memcachedKey)
      const readable = item !== undefined && hasHeader(item) ? current.get(memcachedKey) : item
      decoded.push(readable && items.decode(call, readable, keys[at]))
    }
    const values = new Map<K, T>()
    for (let at = 0; at < keys.length; at++) {
      let value = decoded[at]
      if (value instanceof Promise) value = await value
      call.countRead(value)
      // The caller names the type. A cache without a schema cannot check it.
      if (value !== undefined) values.set(keys[at] as K, value as T)
    }
    return values
  }
}

/** Counts the result of a read. Returns the value, or `otherwise` when there is none. */
function counted(call: Call, value: unknown, otherwise: unknown): unknown {
  call.countRead(value)
  return value === undefined ? otherwise : value
}
