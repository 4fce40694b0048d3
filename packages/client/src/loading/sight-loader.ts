import type { Call } from '../calls/call.ts'
import type { LoadTarget, FlightStarter } from './flights/flight-starter.ts'
import type { Flight } from './flights/flight.ts'
import { joinFor, LATE } from './flights/join-for.ts'
import type { GetOrSetOptions } from './get-or-set-options.ts'
import type { LoadFlights } from './load-run.ts'
import { isDue, isStale } from './look.ts'
import type { Sight } from './sight.ts'

/** Gives the values of the keys that a call has looked at. It loads those that are not there. */
export class SightLoader {
  readonly #starter: FlightStarter

  constructor(starter: FlightStarter) {
    this.#starter = starter
  }

  /**
   * Resolves to the values by their memcached keys. `undefined`: the key has none.
   *
   * @throws what a load throws.
   */
  async load(
    call: Call,
    sights: readonly Sight[],
    load: LoadFlights,
    options: GetOrSetOptions,
  ): Promise<ReadonlyMap<string, unknown>> {
    const flights = this.#board(sights, load, options)
    const values = await Promise.all(
      sights.map((sight) => valueOf(call, sight, flights.get(sight.memcachedKey), options)),
    )
    return new Map(sights.map(({ memcachedKey }, at) => [memcachedKey, values[at]]))
  }

  /** Gives a flight for each key whose value is missing or due. Starts the flight when none is under way. */
  #board(sights: readonly Sight[], load: LoadFlights, options: GetOrSetOptions): ReadonlyMap<string, Flight> {
    const flights = new Map<string, Flight>()
    const missing: LoadTarget[] = []
    const renewals: LoadTarget[] = []
    for (const sight of sights) {
      const { memcachedKey, look } = sight
      const flight = isAwaited(sight, options) ? this.#starter.find(sight) : undefined
      if (flight !== undefined) flights.set(memcachedKey, flight)
      else if (look.value === undefined) missing.push(sight)
      else if (isDue(look) && (isAwaited(sight, options) || !this.#starter.isAtRest(memcachedKey)))
        renewals.push({ ...sight, kind: 'renewal' })
    }
    for (const targets of [missing, renewals])
      for (const flight of this.#starter.start(targets, load, options))
        flights.set(flight.memcachedKey, flight)
    return flights
  }
}

/** Whether the call waits for the load. */
function isAwaited({ look }: Sight, { timeout = 0 }: GetOrSetOptions): boolean {
  return look.value === undefined || (timeout > 0 && isStale(look))
}

async function valueOf(
  call: Call,
  sight: Sight,
  flight: Flight | undefined,
  options: GetOrSetOptions,
): Promise<unknown> {
  const { look } = sight
  const { timeout = 0, signal } = options
  if (flight !== undefined && look.value === undefined) {
    call.misses++
    return flight.join(signal).catch((error: unknown) => {
      throw call.passOn(error)
    })
  }
  const value = flight && isAwaited(sight, options) ? await joinFor(timeout, flight, signal) : LATE
  if (value !== LATE) call.misses++
  else if (isStale(look)) call.stale++
  else call.hits++
  return value === LATE ? look.value : value
}
