import type { CacheKey } from '@lmc/keys'
import type { ViewDefaults } from '../../options/view-defaults.ts'
import type { GetOrSetOptions } from '../get-or-set-options.ts'
import type { LoadFlights } from '../load-run.ts'
import { toLoadTerms } from '../load-terms.ts'
import { Loading, type LoadingParts } from '../loading.ts'
import type { Sight } from '../sight.ts'
import type { ValuePreparer } from '../../values/value-preparer.ts'
import { Flight, type FlightKind } from './flight.ts'

export interface FlightStarterOptions extends LoadingParts {
  readonly preparer: ValuePreparer
  readonly defaults: ViewDefaults
}

/** A key whose value is to be loaded. */
export interface LoadTarget {
  readonly kind: FlightKind
  readonly key: CacheKey
  readonly memcachedKey: string
}

/** Finds the flight that a call may share, or starts one. */
export class FlightStarter {
  readonly #options: FlightStarterOptions

  constructor(options: FlightStarterOptions) {
    this.#options = options
  }

  /**
   * The flight that gives a value as new as the call may expect, if there is one: its load begins after the
   * call did, or what has been seen shows that nothing was stored or dropped since the load has begun.
   */
  find({ memcachedKey, kind, begun, item, look }: Sight): Flight | undefined {
    const flight = this.#options.flights.get(memcachedKey)
    // What another schema has taken may not fit this one. A renewal may end without a value.
    if (flight === undefined || flight.schema !== this.#options.defaults.schema) return undefined
    if (flight.kind === 'renewal' && look.value === undefined) return undefined
    if (kind === 'forced') return flight.kind === 'forced' && !flight.isLoading ? flight : undefined
    if (flight !== begun) return flight
    if (!flight.isShared) return undefined
    if (kind === 'blind') return flight.isOutdated ? undefined : flight
    const isCurrent = look.value !== undefined || look.lease !== undefined
    return isCurrent && item !== undefined && flight.claim.version?.is(item) === true ? flight : undefined
  }

  /** Whether a value that is due is left alone, for somebody renews it or has just done so. */
  isAtRest(memcachedKey: string): boolean {
    const { flights } = this.#options
    return flights.get(memcachedKey) !== undefined || flights.isResting(memcachedKey)
  }

  /**
   * Starts to load the values of some keys, together.
   *
   * @throws {InvalidKeyError | RangeError | TypeError} for dependencies that can not be.
   * @throws {TrackerError} for a key that is too long to be listed.
   */
  start(targets: readonly LoadTarget[], load: LoadFlights, options: GetOrSetOptions): readonly Flight[] {
    if (targets.length === 0) return []
    const { preparer, generations, defaults, flights: all } = this.#options
    const terms = toLoadTerms(options, defaults, generations)
    const flights = targets.map(({ kind, key, memcachedKey }) => {
      const { entry } = preparer.key(key, options)
      return new Flight({ kind, key, memcachedKey, entry, schema: defaults.schema })
    })
    const loading = new Loading(this.#options, { flights, terms, load })
    all.enter(loading)
    void loading.run().finally(() => all.leave(loading))
    return flights
  }
}
