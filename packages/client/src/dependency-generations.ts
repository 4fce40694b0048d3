import { randomBytes } from 'node:crypto'
import { type CacheKey, memcachedKey } from '@lmc/keys'
import {
  type CallOptions,
  isTransportError,
  type Item,
  type Transport,
  type TransportError,
  withPartial,
} from '@lmc/transport'
import {
  type DependentItem,
  fromDependentItem,
  type Generation,
  GENERATION_BYTES,
  isDependent,
  MOST_DEPENDENCIES,
} from './dependent-item.ts'
import type { TrustedItems } from './trusted-items.ts'

/** What the memcached keys of all generations begin with. */
const GENERATION_PREFIX = 'lmc-dependency:'

/**
 * What values depend on. A dependency has a generation, a random number in an item of its own, which is stored with each value and read
 * with it: a value counts while its dependencies have the generations that it was stored with. To drop all values of a dependency its
 * generation is deleted, whatever their number. One that was evicted is never made again, so that what depended on it stays a miss.
 */
export class DependencyGenerations {
  readonly #transport: Transport
  readonly #items: TrustedItems

  constructor(transport: Transport, items: TrustedItems) {
    this.#transport = transport
    this.#items = items
  }

  /**
   * The digests of the dependencies, each once.
   *
   * @throws {InvalidKeyError} when one of them could not be a key.
   * @throws {RangeError} when there are more than 65,535.
   * @throws {TypeError} when they are no array.
   */
  digests(dependencies: readonly CacheKey[], namespace: string | undefined): string[] {
    if (!Array.isArray(dependencies))
      throw new TypeError(`dependencies is of type ${typeof dependencies}; expected an array of cache keys`)
    const digests = new Set(dependencies.map((dependency) => memcachedKey(dependency, { namespace })))
    if (digests.size > MOST_DEPENDENCIES)
      throw new RangeError(`There are ${digests.size} dependencies; a value has ${MOST_DEPENDENCIES} at most`)
    return [...digests]
  }

  /** The memcached key of a dependency's generation. */
  keyOf(digest: string): string {
    return `${GENERATION_PREFIX}${digest}`
  }

  /**
   * Resolves to the generations of dependencies, which are made where there are none.
   *
   * @throws {TransportError} any code.
   */
  async of(digests: readonly string[], options: CallOptions): Promise<Generation[]> {
    const found = await this.#find(digests, options)
    return Promise.all(
      digests.map(async (digest) => {
        const generation = generationOf(found.get(this.keyOf(digest)))
        return { digest, generation: generation ?? (await this.#create(this.keyOf(digest), options)) }
      }),
    )
  }

  /**
   * Resolves to the item as it was before its dependencies were added; to `undefined` when one of them has been invalidated.
   *
   * @throws {TransportError} any code.
   */
  async current(item: Item, options: CallOptions): Promise<Item | undefined> {
    const dependent = fromDependentItem(item)
    if (dependent === undefined) return item
    const found = await this.#find(digestsOf(dependent), options)
    return this.#areCurrent(dependent.generations, found) ? dependent.item : undefined
  }

  /**
   * Resolves to the items that may be given out, as they were before their dependencies were added.
   *
   * @throws {TransportError} any code; `partial` holds those that may be given out nevertheless.
   */
  async allCurrent(
    items: ReadonlyMap<string, Item>,
    options: CallOptions,
  ): Promise<ReadonlyMap<string, Item>> {
    const dependents = new Map<string, DependentItem>()
    const digests = new Set<string>()
    for (const [key, item] of items) {
      const dependent = isDependent(item) ? fromDependentItem(item) : undefined
      if (dependent === undefined) continue
      dependents.set(key, dependent)
      for (const digest of digestsOf(dependent)) digests.add(digest)
    }
    if (dependents.size === 0) return items
    const { found, error } = await this.#read([...digests], options)
    const current = new Map(items)
    for (const [key, { generations, item }] of dependents) {
      if (this.#areCurrent(generations, found)) current.set(key, item)
      else current.delete(key)
    }
    if (error !== undefined) throw withPartial(error, current)
    return current
  }

  async #read(
    digests: readonly string[],
    options: CallOptions,
  ): Promise<{ readonly found: ReadonlyMap<string, Item>; readonly error?: TransportError }> {
    try {
      return { found: await this.#find(digests, options) }
    } catch (error) {
      if (!isTransportError(error)) throw error
      return { found: error.partial instanceof Map ? error.partial : new Map<string, Item>(), error }
    }
  }

  /** The items of generations, by their memcached keys. Most values have one dependency, for which a `get` is half the work. */
  async #find(digests: readonly string[], options: CallOptions): Promise<ReadonlyMap<string, Item>> {
    if (digests.length !== 1)
      return this.#items.getMany(
        digests.map((digest) => this.keyOf(digest)),
        options,
      )
    const key = this.keyOf(digests[0] as string)
    const item = await this.#items.get(key, options)
    return item === undefined ? new Map<string, Item>() : new Map([[key, item]])
  }

  #areCurrent(generations: readonly Generation[], found: ReadonlyMap<string, Item>): boolean {
    for (const { digest, generation } of generations) {
      const present = generationOf(found.get(this.keyOf(digest)))
      if (present === undefined || Buffer.compare(present, generation) !== 0) return false
    }
    return true
  }

  /** Makes a generation, or takes the one that another has made meanwhile. */
  async #create(key: string, options: CallOptions): Promise<Uint8Array> {
    const generation = randomBytes(GENERATION_BYTES)
    if (await this.#transport.add(key, generation, options)) return generation
    // Where it has been dropped once more, this one is nobody's: the value that is stored with it is out of date already.
    return generationOf(await this.#items.get(key, options)) ?? generation
  }
}

function digestsOf({ generations }: DependentItem): string[] {
  return generations.map(({ digest }) => digest)
}

/** What is no generation is taken for none. */
function generationOf(item: Item | undefined): Uint8Array | undefined {
  return item?.value.length === GENERATION_BYTES ? item.value : undefined
}

/** Leaves out of memcached keys those of generations. */
export async function* withoutGenerations(
  keys: AsyncIterable<string>,
): AsyncGenerator<string, void, undefined> {
  for await (const key of keys) if (!key.startsWith(GENERATION_PREFIX)) yield key
}
