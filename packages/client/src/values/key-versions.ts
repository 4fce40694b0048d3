import { type CallOptions, type CasItem, type Item, type Transport, TransportError } from '@lmc/transport'
import type { Call } from '../calls/call.ts'
import { isFresh } from '../header/is-fresh.ts'
import { hasHeader, type HeadedItem } from '../header/item-header.ts'
import type { NamespaceDropper } from '../namespaces/namespace-dropper.ts'
import type { DependencyGenerations } from './dependency-generations.ts'
import type { ItemReader } from './item-reader.ts'
import type { ListedWrites } from './listed-writes.ts'
import { LOST } from './tries.ts'
import type { PreparedKey } from './value-preparer.ts'

export interface KeyVersionsOptions {
  readonly guarded: Transport
  readonly generations: DependencyGenerations
  readonly items: ItemReader
  readonly listedWrites: ListedWrites
  /** Absent: namespaces are not dropped. */
  readonly namespaces: NamespaceDropper | undefined
}

/** The contents of a key at a moment. */
export interface KeyVersion {
  readonly item: CasItem
  /** The item with its header. `undefined`: it has no header, or an unreadable one. */
  readonly headed: HeadedItem | undefined
  /** The item of the value. `undefined`: a stale value, a lease, or an invalidated value. */
  readonly current: Item | undefined
}

/**
 * A version with the value that `get` would return. The value is `undefined` also when it cannot be decoded,
 * or does not fit the schema.
 */
export interface ReadVersion extends KeyVersion {
  readonly value: unknown
}

/** The cas token of every item on a server without compare-and-set. */
const NO_CAS = '0'

/**
 * Reads the contents of a key, and writes the key if its contents are unchanged. The caller holds the key in
 * `WriteOrder`.
 */
export class KeyVersions {
  readonly #options: KeyVersionsOptions

  constructor(options: KeyVersionsOptions) {
    this.#options = options
  }

  /**
   * Resolves to the contents of the key. `undefined`: the key holds nothing.
   *
   * @throws {TransportError} any code.
   */
  async find(
    call: Call,
    { key, memcachedKey }: Pick<PreparedKey, 'key' | 'memcachedKey'>,
    options: CallOptions,
  ): Promise<KeyVersion | undefined> {
    const { guarded, generations, items, namespaces } = this.#options
    if (namespaces?.nothingPending === false) await namespaces.retry(call.namespace, options)
    const item = await guarded.gets(memcachedKey, options)
    if (item === undefined) return undefined
    if (!hasHeader(item)) return { item, headed: undefined, current: item }
    const headed = items.open(call, item, key)
    const isGiven = headed !== undefined && isFresh(headed.header)
    const current = isGiven ? await generations.current(headed, options) : undefined
    return { item, headed, current }
  }

  /**
   * Like `find`, with the value.
   *
   * @throws {TransportError} any code.
   */
  async read(
    call: Call,
    prepared: Pick<PreparedKey, 'key' | 'memcachedKey'>,
    options: CallOptions,
  ): Promise<ReadVersion | undefined> {
    const version = await this.find(call, prepared, options)
    return version && { ...version, value: await this.valueOf(call, prepared, version) }
  }

  /** Resolves to the value of a version, as `get` would give it. */
  async valueOf(call: Call, { key }: Pick<PreparedKey, 'key'>, { current }: KeyVersion): Promise<unknown> {
    return current && this.#options.items.decode(call, current, key)
  }

  /**
   * Stores an item if the key still holds this version; `undefined` means that the key holds nothing. Adds
   * the key to the list of keys.
   *
   * @throws {TransportError} any code; `server` when the server has no compare-and-set.
   */
  async replace(
    call: Call,
    prepared: PreparedKey,
    version: KeyVersion | undefined,
    { value, flags }: Item,
    { signal }: CallOptions,
  ): Promise<true | typeof LOST> {
    const { guarded, listedWrites } = this.#options
    const { memcachedKey, lifetime } = prepared
    const cas = version?.item.cas
    if (cas === NO_CAS) throw noCas(guarded.serverOf(memcachedKey))
    const options = { flags, lifetime, signal }
    const isStored = await listedWrites.run(call, prepared, () =>
      cas === undefined
        ? guarded.add(memcachedKey, value, options)
        : guarded.compareAndSet(memcachedKey, value, cas, options),
    )
    return isStored ? true : LOST
  }
}

function noCas(server: string): TransportError {
  const problem = 'the server has no compare-and-set, as if started by memcached -C'
  return new TransportError('server', problem, { server, command: 'compareAndSet' })
}
