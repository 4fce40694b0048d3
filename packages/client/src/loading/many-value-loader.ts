import type { CacheKey } from '@lmc/keys'
import { type Item, orPartial, type TransportError } from '@lmc/transport'
import type { Call } from '../calls/call.ts'
import { toList } from '../options/to-list.ts'
import type { NamespacedKeys } from '../keys/namespaced-keys.ts'
import type { GetOrSetOptions, Loaded, LoadMany } from './get-or-set-options.ts'
import type { LoadFlights } from './load-run.ts'
import { assertLoadOptions } from './load-terms.ts'
import { NOTHING } from './look.ts'
import type { Sight } from './sight.ts'
import type { ValueLoaderOptions } from './value-loader.ts'

/** Gives the values of several keys, and loads the missing ones together. */
export class ManyValueLoader {
  readonly #options: ValueLoaderOptions

  constructor(options: ValueLoaderOptions) {
    this.#options = options
  }

  getOrSetMany<K extends CacheKey>(
    keys: Iterable<K>,
    load: LoadMany<unknown, K>,
    options: GetOrSetOptions,
  ): Promise<Map<K, unknown>> {
    assertLoadOptions(options)
    if (typeof load !== 'function')
      throw new TypeError(`getOrSetMany() takes a function that loads values; it was given ${typeof load}`)
    const { calls, namespacedKeys, sightLoader } = this.#options
    const all = toList('getOrSetMany', keys, "['a', 'b'], load")
    const target = { keys: all, namespace: namespacedKeys.namespaceOf(options.namespace), raw: options.raw }
    return calls.run('getOrSetMany', target, new Map<K, unknown>(), async (call) => {
      const memcachedKeys = all.map((key) => namespacedKeys.memcachedKeyOf(key, options))
      const sights = await this.#look(call, firstOf(memcachedKeys, all), options)
      // The call will reject, so it loads nothing.
      if (calls.rejects && call.error !== undefined) return new Map()
      const values = await sightLoader.load(call, sights, loadMany(load, namespacedKeys, options), options)
      const found = all.map((key, at) => [key, values.get(memcachedKeys[at] as string)] as const)
      return new Map(found.filter(([, value]) => value !== undefined))
    })
  }

  async #look(
    call: Call,
    keys: ReadonlyMap<string, CacheKey>,
    options: GetOrSetOptions,
  ): Promise<readonly Sight[]> {
    const { ordered, looks, flights, namespaces } = this.#options
    const { signal, fresh = false } = options
    if (fresh)
      return Array.from(keys, ([memcachedKey, key]) => ({ key, memcachedKey, kind: 'forced', look: NOTHING }))
    const memcachedKeys = [...keys.keys()]
    const begun = new Map(memcachedKeys.map((memcachedKey) => [memcachedKey, flights.begun(memcachedKey)]))
    let failure: TransportError | undefined
    const onFailure = (error: TransportError): void => {
      call.fail(error)
      failure = error
    }
    const read = async (): Promise<Map<string, Item>> => {
      if (namespaces?.nothingPending === false) await namespaces.retry(call.namespace, options)
      return ordered.getMany(memcachedKeys, { signal })
    }
    const items = await orPartial(read(), new Map<string, Item>(), onFailure)
    const seen = await looks.atMany(call, items, keys, { signal }, onFailure)
    return Array.from(keys, ([memcachedKey, key]) => {
      const item = items.get(memcachedKey)
      const isBlind =
        item === undefined && failure !== undefined && mayConcern(failure, ordered.serverOf(memcachedKey))
      const look = seen.get(memcachedKey) ?? NOTHING
      return {
        key,
        memcachedKey,
        kind: isBlind ? 'blind' : 'missing',
        look,
        item,
        begun: begun.get(memcachedKey),
      }
    })
  }
}

/** The first cache key for each memcached key. */
function firstOf(memcachedKeys: readonly string[], keys: readonly CacheKey[]): Map<string, CacheKey> {
  const first = new Map<string, CacheKey>()
  for (const [at, memcachedKey] of memcachedKeys.entries())
    if (!first.has(memcachedKey)) first.set(memcachedKey, keys[at] as CacheKey)
  return first
}

/** Whether a failure is of this server, or does not name its server. */
function mayConcern({ server }: TransportError, own: string): boolean {
  return server === undefined || server === own
}

/** Makes the load of flights from the caller's load of several keys. */
function loadMany<K extends CacheKey>(
  load: LoadMany<unknown, K>,
  namespacedKeys: NamespacedKeys,
  options: GetOrSetOptions,
): LoadFlights {
  return async (flights, context) => {
    const stale = flights.flatMap(({ key, claim }) =>
      claim.stale === undefined ? [] : [[key as K, claim.stale] as const],
    )
    const keys = flights.map(({ key }) => key as K)
    const loaded = await load(keys, context.of(new Map(stale)))
    assertPairs(loaded)
    const wanted = new Set(flights.map(({ memcachedKey }) => memcachedKey))
    const values = new Map<string, unknown>()
    for (const pair of loaded) {
      assertPair(pair)
      const [key, value] = pair
      const memcachedKey = namespacedKeys.memcachedKeyOf(key, options)
      if (!wanted.has(memcachedKey))
        throw new TypeError('What getOrSetMany() loads with gave a value for a key that it was not asked for')
      values.set(memcachedKey, value)
    }
    return values
  }
}

function assertPair(pair: unknown): void {
  if (Array.isArray(pair) && pair.length >= 2) return
  const given = pair === null ? 'null' : Array.isArray(pair) ? 'an array of fewer' : `a ${typeof pair}`
  throw new TypeError(
    `What getOrSetMany() loads with gave ${given} among its pairs; expected key and value, as in ['a', 1]`,
  )
}

function assertPairs(loaded: unknown): asserts loaded is Loaded<unknown, unknown> {
  if (typeof loaded === 'object' && loaded !== null && Symbol.iterator in loaded) return
  const given = loaded === null ? 'null' : typeof loaded
  throw new TypeError(
    `What getOrSetMany() loads with gave ${given}; expected a Map, or pairs of key and value`,
  )
}
