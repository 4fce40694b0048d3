import type { CacheKey } from '@lmc/keys'
import { namesGenerations } from '../../header/names-generations.ts'
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

/** A key to load. */
export interface LoadTarget {
  readonly kind: FlightKind
  readonly key: CacheKey
  readonly memcachedKey: string
}

/** Finds a flight that a call may share, or starts one. */
export class FlightStarter {
  readonly #options: FlightStarterOptions

  constructor(options: FlightStarterOptions) {
    this.#options = options
  }

  /**
   * Finds the flight that gives a value as new as the call may expect. Either its load begins after the call
   * did. Or the call has seen that nothing was stored or dropped since that load began. What the key holds is
   * current then, and has all dependencies of the load.
   */
  find({ memcachedKey, kind, begun, item, look }: Sight): Flight | undefined {
    const flight = this.#options.flights.get(memcachedKey)
    // A value that fits another schema may not fit this one. A renewal may end without a value.
    if (flight === undefined || flight.schema !== this.#options.defaults.schema) return undefined
    if (flight.kind === 'renewal' && look.value === undefined) return undefined
    if (kind === 'forced') return flight.kind === 'forced' && !flight.isLoading ? flight : undefined
    if (flight !== begun) return flight
    if (!flight.isShared) return undefined
    if (kind === 'blind') return flight.isOutdated ? undefined : flight
    const isCurrent = look.value !== undefined || look.lease !== undefined
    const isSame = item !== undefined && flight.claim.version?.is(item) === true
    return isCurrent && isSame && namesGenerations(item, flight.generations) ? flight : undefined
  }

  /** Whether to leave a due value alone: this process reloads it, or has just done so. */
  isAtRest(memcachedKey: string): boolean {
    const { flights } = this.#options
    return flights.get(memcachedKey) !== undefined || flights.isResting(memcachedKey)
  }

  /**
   * Starts to load the values of keys, together.
   *
   * @throws {InvalidKeyError | RangeError | TypeError} for invalid dependencies.
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
