import type { CacheKey } from '@lmc/keys'
import { type CallOptions, type Item, orPartial, type Transport, type TransportError } from '@lmc/transport'
import type { NamespacedKeys } from '../keys/namespaced-keys.ts'
import { type Generation, GENERATION_BYTES } from '../header/generations-field.ts'
import { OwnPrefix } from '../keys/own-keys.ts'
import type { Generations, HeadedItem } from '../header/item-header.ts'
import { assertCount } from './join-generations.ts'
import type { ViewDefaults } from '../options/view-defaults.ts'

const NONE: readonly never[] = []

/** The dependencies of a value, by the digests of their names. */
export interface DependencyDigests {
  readonly dependencies: readonly string[]
  readonly sharedDependencies: readonly string[]
}

/** The names of dependencies in a call. */
export interface DependencyNames {
  readonly namespace?: string | undefined
  readonly dependencies?: readonly CacheKey[] | undefined
  readonly sharedDependencies?: readonly CacheKey[] | undefined
}

/**
 * The dependencies of values. A dependency has a generation: a random number in an item of its own. Each
 * value is stored with the generations of its dependencies, and is valid while they are unchanged. Deleting a
 * generation drops all values of the dependency, whatever their number. An evicted generation never comes
 * back, so its values stay misses.
 */
export class DependencyGenerations {
  readonly #transport: Transport
  readonly #namespacedKeys: NamespacedKeys
  readonly #defaults: Pick<ViewDefaults, 'dependencies' | 'sharedDependencies'>
  readonly #hasDefaults: boolean

  /** @param defaults dependencies of every value, in addition to those of its call. */
  constructor(
    transport: Transport,
    namespacedKeys: NamespacedKeys,
    defaults: Pick<ViewDefaults, 'dependencies' | 'sharedDependencies'>,
  ) {
    this.#transport = transport
    this.#namespacedKeys = namespacedKeys
    this.#defaults = defaults
    this.#hasDefaults = defaults.dependencies.length + defaults.sharedDependencies.length > 0
  }

  /**
   * Returns the digests of the names, each once. `undefined`: there are none.
   *
   * @throws {InvalidKeyError} when a name is not a valid key.
   * @throws {RangeError} when there are more than 255 of a kind.
   * @throws {TypeError} when they are not an array.
   */
  digests({
    namespace,
    dependencies = NONE,
    sharedDependencies = NONE,
  }: DependencyNames): DependencyDigests | undefined {
    const defaults = this.#defaults
    // Most values have no dependencies.
    if (dependencies === NONE && sharedDependencies === NONE && !this.#hasDefaults) return undefined
    const own = this.#namespacedKeys.namespaceOf(namespace)
    const digests = {
      dependencies: this.#digestsOf('dependencies', dependencies, defaults.dependencies, own),
      sharedDependencies: this.#digestsOf(
        'sharedDependencies',
        sharedDependencies,
        defaults.sharedDependencies,
        undefined,
      ),
    }
    return digests.dependencies.length + digests.sharedDependencies.length > 0 ? digests : undefined
  }

  /**
   * Returns the memcached keys of the generations of names, in the order of the names.
   *
   * @throws {InvalidKeyError} when one of them could not be a key.
   */
  keysOf(
    names: readonly CacheKey[],
    { namespace, shared }: { readonly namespace: string | undefined; readonly shared: boolean },
  ): string[] {
    const own = shared ? undefined : this.#namespacedKeys.namespaceOf(namespace)
    const prefix = shared ? OwnPrefix.sharedDependency : OwnPrefix.dependency
    return names.map((name) => prefix + this.#namespacedKeys.digest(name, own))
  }

  /** Returns the memcached keys of the generations of dependencies. */
  keysOfDigests(digests: DependencyDigests): string[] {
    return generationKeys(digests)
  }

  /**
   * Resolves to the generations of dependencies. Creates the missing ones.
   *
   * @throws {TransportError} any code.
   */
  async of(digests: DependencyDigests, options: CallOptions): Promise<Generations> {
    const read = await this.#read([digests], options)
    return pick(digests, read)
  }

  /**
   * Like `of`, for several values with different dependencies.
   *
   * @throws {TransportError} any code.
   */
  async ofMany(
    all: ReadonlySet<DependencyDigests>,
    options: CallOptions,
  ): Promise<Map<DependencyDigests, Generations>> {
    const read = await this.#read([...all], options)
    return new Map(Array.from(all, (digests) => [digests, pick(digests, read)]))
  }

  /**
   * Resolves to the item without its header, or to `undefined` when one of its dependencies has been
   * invalidated.
   *
   * @throws {TransportError} any code.
   */
  async current({ header, item }: HeadedItem, options: CallOptions): Promise<Item | undefined> {
    const wanted = expected(header)
    const found = await this.#find([...wanted.keys()], options)
    return areCurrent(wanted, found) ? item : undefined
  }

  /**
   * Resolves to the items whose dependencies have not been invalidated, by the same keys.
   *
   * @param onFailure called when servers fail. Items whose generations cannot be read are left out.
   */
  async allCurrent(
    items: ReadonlyMap<string, HeadedItem>,
    options: CallOptions,
    onFailure: (error: TransportError) => void,
  ): Promise<Map<string, Item>> {
    const wanted = new Map(Array.from(items, ([key, { header }]) => [key, expected(header)] as const))
    const keys = new Set<string>()
    for (const generations of wanted.values()) for (const key of generations.keys()) keys.add(key)
    const found = await orPartial(this.#find([...keys], options), new Map<string, Item>(), onFailure)
    const current = new Map<string, Item>()
    for (const [key, { item }] of items) {
      if (areCurrent(wanted.get(key) ?? new Map(), found)) current.set(key, item)
    }
    return current
  }

  #digestsOf(
    what: keyof Generations,
    names: readonly CacheKey[],
    defaults: readonly CacheKey[],
    namespace: string | undefined,
  ): readonly string[] {
    if (!Array.isArray(names))
      throw new TypeError(`${what} is of type ${typeof names}; expected an array of cache keys`)
    if (names.length + defaults.length === 0) return NONE
    const digests = new Set(
      [...defaults, ...names].map((name: CacheKey) => this.#namespacedKeys.digest(name, namespace)),
    )
    assertCount(what, digests.size)
    return [...digests]
  }

  /**
   * The items of generations, by their memcached keys. Most values have one dependency, and for one key `get`
   * costs half of `getMany`.
   */
  async #find(keys: readonly string[], options: CallOptions): Promise<Map<string, Item>> {
    const [only] = keys
    if (only === undefined) return new Map<string, Item>()
    if (keys.length > 1) return this.#transport.getMany(keys, options)
    const item = await this.#transport.get(only, options)
    return item === undefined ? new Map<string, Item>() : new Map([[only, item]])
  }

  /** The generations of all dependencies, by their memcached keys. */
  async #read(all: readonly DependencyDigests[], options: CallOptions): Promise<Map<string, Uint8Array>> {
    const keys = new Set(all.flatMap(generationKeys))
    const found = await this.#find([...keys], options)
    const read = new Map<string, Uint8Array>()
    const missing: string[] = []
    for (const key of keys) {
      const generation = generationOf(found.get(key))
      if (generation === undefined) missing.push(key)
      else read.set(key, generation)
    }
    const create = async (key: string): Promise<unknown> => read.set(key, await this.#create(key, options))
    if (missing.length > 0) await Promise.all(missing.map(create))
    return read
  }

  /** Creates a generation, or returns the one that another client has created meanwhile. */
  async #create(key: string, options: CallOptions): Promise<Uint8Array> {
    const generation = globalThis.crypto.getRandomValues(new Uint8Array(GENERATION_BYTES))
    if (await this.#transport.add(key, generation, options)) return generation
    // The other client's generation may be gone already. Then this one is in no item, and the value is stored
    // out of date.
    return generationOf(await this.#transport.get(key, options)) ?? generation
  }
}

function generationKeys({ dependencies, sharedDependencies }: DependencyDigests): string[] {
  return [
    ...dependencies.map((digest) => OwnPrefix.dependency + digest),
    ...sharedDependencies.map((digest) => OwnPrefix.sharedDependency + digest),
  ]
}

function pick(
  { dependencies, sharedDependencies }: DependencyDigests,
  read: ReadonlyMap<string, Uint8Array>,
): Generations {
  const generation = (prefix: string, digest: string): Generation => ({
    digest,
    generation: read.get(prefix + digest) as Uint8Array,
  })
  return {
    dependencies: dependencies.map((digest) => generation(OwnPrefix.dependency, digest)),
    sharedDependencies: sharedDependencies.map((digest) => generation(OwnPrefix.sharedDependency, digest)),
  }
}

/** The generations of a stored value, by their memcached keys. */
function expected({ dependencies, sharedDependencies }: Generations): Map<string, Uint8Array> {
  const generations = new Map<string, Uint8Array>()
  for (const { digest, generation } of dependencies)
    generations.set(OwnPrefix.dependency + digest, generation)
  for (const { digest, generation } of sharedDependencies)
    generations.set(OwnPrefix.sharedDependency + digest, generation)
  return generations
}

function areCurrent(wanted: ReadonlyMap<string, Uint8Array>, found: ReadonlyMap<string, Item>): boolean {
  for (const [key, generation] of wanted) {
    const present = generationOf(found.get(key))
    if (present === undefined || !present.every((byte, index) => byte === generation[index])) return false
  }
  return true
}

/** Returns the generation in an item. `undefined` for an item of another length. */
function generationOf(item: Item | undefined): Uint8Array | undefined {
  return item?.value.length === GENERATION_BYTES ? item.value : undefined
}
