import type { CacheKey } from '@lmc/keys'
import type { Item, Transport } from '@lmc/transport'
import type { Call } from '../calls/call.ts'
import type { Calls, Target } from '../calls/calls.ts'
import type { NamespacedKeys } from '../keys/namespaced-keys.ts'
import type { NamespaceDropper } from '../namespaces/namespace-dropper.ts'
import { NO_OPTIONS } from '../options/no-options.ts'
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

/** What `getOrSet` was called with. */
interface LoadTarget extends Target {
  readonly key: CacheKey
  readonly load: Load<unknown>
  readonly options: GetOrSetOptions
  /** `''` until the key is known to be valid. */
  memcachedKey: string
  /** The load of the key that was running when the call began. */
  begun: Flight | undefined
}

/** Takes the place of an item that could not be read. */
const BLIND = Symbol('blind')

type Found = Item | typeof BLIND | undefined

/** Gives the value of a key, and loads a missing one. */
export class ValueLoader {
  readonly #options: ValueLoaderOptions

  constructor(options: ValueLoaderOptions) {
    this.#options = options
  }

  getOrSet(key: CacheKey, load: Load<unknown>, options: GetOrSetOptions): Promise<unknown> {
    if (options !== NO_OPTIONS) assertLoadOptions(options)
    if (typeof load !== 'function')
      throw new TypeError(`getOrSet() takes a function that loads the value; it was given ${typeof load}`)
    const { calls, namespacedKeys } = this.#options
    const namespace = namespacedKeys.namespaceOf(options.namespace)
    const target = { key, namespace, raw: options.raw, load, options, memcachedKey: '', begun: undefined }
    if (options.fresh === true)
      return calls.run<unknown>('getOrSet', target, undefined, (call) => this.#loadForced(call, target))
    return calls.run<unknown, LoadTarget, Found>('getOrSet', target, undefined, this.#find, this.#giveOrLoad)
  }

  #loadForced(call: Call, target: LoadTarget): Promise<unknown> {
    target.memcachedKey = this.#options.namespacedKeys.memcachedKeyOf(target.key, target.options)
    return this.#load(call, target, 'forced')
  }

  readonly #find = (call: Call, target: LoadTarget): Promise<Found> => {
    const { calls, ordered, namespacedKeys, flights, namespaces } = this.#options
    const { key, options } = target
    const memcachedKey = namespacedKeys.memcachedKeyOf(key, options)
    target.memcachedKey = memcachedKey
    target.begun = flights.begun(memcachedKey)
    const found =
      namespaces?.nothingPending === false
        ? namespaces.retry(call.namespace, options).then(() => ordered.get(memcachedKey, options))
        : ordered.get(memcachedKey, options)
    return calls.rejects ? found : found.catch((error: unknown) => noteBlind(call, error))
  }

  /** Gives the value of an item, and a promise only when it needs one. */
  readonly #giveOrLoad = (call: Call, item: Found, target: LoadTarget): unknown => {
    if (item === undefined) return this.#load(call, target, 'missing')
    if (item === BLIND) return this.#load(call, target, 'blind')
    const look = this.#options.looks.at(call, item, target.key, target.options)
    return look instanceof Promise
      ? this.#awaitLook(call, target, item, look)
      : this.#giveLookOrLoad(call, target, item, look)
  }

  async #awaitLook(call: Call, target: LoadTarget, item: Item, pending: Promise<Look>): Promise<unknown> {
    let look: Look
    try {
      look = await pending
    } catch (error) {
      if (this.#options.calls.rejects) throw error
      noteBlind(call, error)
      return this.#load(call, target, 'blind', item)
    }
    return this.#giveLookOrLoad(call, target, item, look)
  }

  #giveLookOrLoad(call: Call, target: LoadTarget, item: Item, look: Look): unknown {
    if (look.value === undefined || isDue(look)) return this.#load(call, target, 'missing', item, look)
    call.hits++
    return look.value
  }

  async #load(
    call: Call,
    { key, memcachedKey, begun, load, options }: LoadTarget,
    kind: FlightKind,
    item?: Item,
    look = NOTHING,
  ): Promise<unknown> {
    const sight: Sight = { key, memcachedKey, kind, begun, item, look }
    const values = await this.#options.sightLoader.load(call, [sight], loadOne(load), options)
    return values.get(memcachedKey)
  }
}

/**
 * Reports that memcached cannot be asked. The call then loads.
 *
 * @throws any error that is no failure of the transport.
 */
function noteBlind(call: Call, error: unknown): typeof BLIND {
  call.fail(error)
  return BLIND
}

/** Makes the load of a flight from the caller's load of one key. */
function loadOne(load: Load<unknown>): LoadFlights {
  return async ([flight], context) => {
    const { memcachedKey, claim } = flight as Flight
    return new Map([[memcachedKey, await load(context.of(claim.stale))]])
  }
}
