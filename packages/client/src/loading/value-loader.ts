import type { CacheKey } from '@lmc/keys'
import { isTransportError, type Item, type Transport } from '@lmc/transport'
import type { Call } from '../calls/call.ts'
import type { Calls } from '../calls/calls.ts'
import type { NamespacedKeys } from '../keys/namespaced-keys.ts'
import type { NamespaceDropper } from '../namespaces/namespace-dropper.ts'
import type { Flight, FlightKind } from './flights/flight.ts'
import type { Flights } from './flights/flights.ts'
import type { GetOrSetOptions, Load } from './get-or-set-options.ts'
import { isDue, type Look, NOTHING } from './look.ts'
import type { LoadFlights } from './load-run.ts'
import { assertLoadOptions } from './load-terms.ts'
import type { Looks } from './looks.ts'
import type { SightLoader } from './sight-loader.ts'
import type { Sight } from './sight.ts'

export interface ValueLoaderOptions {
  readonly calls: Calls
  /** The transport that keeps the commands of a key in the order of the calls. */
  readonly ordered: Transport
  readonly namespacedKeys: NamespacedKeys
  readonly looks: Looks
  readonly flights: Flights
  readonly sightLoader: SightLoader
  /** Absent: namespaces are not dropped. */
  readonly namespaces: NamespaceDropper | undefined
}

/** Gives the value of a key, and loads a missing one. */
export class ValueLoader {
  readonly #options: ValueLoaderOptions

  constructor(options: ValueLoaderOptions) {
    this.#options = options
  }

  getOrSet(key: CacheKey, load: Load<unknown>, options: GetOrSetOptions): Promise<unknown> {
    assertLoadOptions(options)
    if (typeof load !== 'function')
      throw new TypeError(`getOrSet() takes a function that loads the value; it was given ${typeof load}`)
    const { calls, namespacedKeys } = this.#options
    const target = { key, namespace: namespacedKeys.namespaceOf(options.namespace), raw: options.raw }
    return calls.run<unknown>('getOrSet', target, undefined, (call) =>
      this.#getOrSet(call, key, load, options),
    )
  }

  async #getOrSet(
    call: Call,
    key: CacheKey,
    load: Load<unknown>,
    options: GetOrSetOptions,
  ): Promise<unknown> {
    const { calls, ordered, namespacedKeys, looks, flights, namespaces } = this.#options
    const memcachedKey = namespacedKeys.memcachedKeyOf(key, options)
    if (options.fresh === true)
      return this.#load(call, { key, memcachedKey, kind: 'forced', look: NOTHING }, load, options)
    const begun = flights.begun(memcachedKey)
    let item: Item | undefined
    let look: Look = NOTHING
    let kind: FlightKind = 'missing'
    try {
      if (namespaces?.nothingPending === false) await namespaces.retry(call.namespace, options)
      item = await ordered.get(memcachedKey, options)
      const seen = item === undefined ? NOTHING : looks.at(call, item, key, options)
      // Most items need no further answer, and an `await` costs time.
      look = seen instanceof Promise ? await seen : seen
    } catch (error) {
      if (calls.rejects || !isTransportError(error)) throw error
      call.fail(error)
      kind = 'blind'
    }
    if (look.value !== undefined && !isDue(look)) {
      call.hits++
      return look.value
    }
    return this.#load(call, { key, memcachedKey, kind, begun, item, look }, load, options)
  }

  async #load(call: Call, sight: Sight, load: Load<unknown>, options: GetOrSetOptions): Promise<unknown> {
    const values = await this.#options.sightLoader.load(call, [sight], loadOne(load), options)
    return values.get(sight.memcachedKey)
  }
}

/** Makes the load of a flight from the caller's load of one key. */
function loadOne(load: Load<unknown>): LoadFlights {
  return async ([flight], context) => {
    const { memcachedKey, claim } = flight as Flight
    return new Map([[memcachedKey, await load(context.of(claim.stale))]])
  }
}
