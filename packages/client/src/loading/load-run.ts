import { isTransportError, type Item } from '@lmc/transport'
import type { Call } from '../calls/call.ts'
import { settleInPortions } from '../guard/settle-in-portions.ts'
import type { Generations } from '../header/item-header.ts'
import type { DependencyGenerations } from '../values/dependency-generations.ts'
import type { Claims } from './claims/claims.ts'
import type { Flight } from './flights/flight.ts'
import type { Flights } from './flights/flights.ts'
import { LoadError } from './load-error.ts'
import type { LoadTerms } from './load-terms.ts'
import type { LoadedWriter, Shelf } from './loaded-writer.ts'
import { joinGenerations } from '../values/join-generations.ts'
import { OpenContext } from './open-context.ts'
import type { Version } from './claims/version.ts'

/** Loads the values of flights. Resolves to them by their memcached keys. A flight left out has no value. */
export type LoadFlights = (
  flights: readonly Flight[],
  context: OpenContext,
) => Promise<ReadonlyMap<string, unknown>>

export interface LoadRunOptions {
  readonly claims: Claims
  readonly flights: Flights
  readonly generations: DependencyGenerations
  readonly writer: LoadedWriter
  readonly terms: LoadTerms
  readonly load: LoadFlights
  /** Aborts when no caller waits for the values any more. */
  readonly signal: AbortSignal
}

/** A value to store. */
interface Storable {
  readonly flight: Flight
  readonly value: unknown
  readonly encoded: Item
  readonly version: Version
}

/** One run of a load. This process has claimed its flights. */
export class LoadRun {
  readonly #call: Call
  readonly #options: LoadRunOptions

  constructor(call: Call, options: LoadRunOptions) {
    this.#call = call
    this.#options = options
  }

  /**
   * Loads and stores. Settles after all flights have settled.
   *
   * @param generations those of the dependencies, read before the load. `undefined`: there are none.
   * @throws what the load throws; `CodecError` and `SchemaError` for a value that cannot be stored.
   */
  async run(flights: readonly Flight[], generations: Generations | undefined): Promise<void> {
    const { load, signal } = this.#options
    const context = this.#createContext(flights)
    for (const flight of flights) flight.beginLoad()
    this.#call.countNow('loads')
    let values: ReadonlyMap<string, unknown>
    try {
      values = await load(flights, context)
    } catch (error) {
      if (!signal.aborted) await Promise.all(flights.map((flight) => this.#fail(flight, error)))
      throw error
    }
    if (signal.aborted) return
    await this.#store(flights, values, await this.#shelf(context, generations))
  }

  #createContext(flights: readonly Flight[]): OpenContext {
    const { signal, terms, generations, flights: all } = this.#options
    const onDependencies = (keys: readonly string[]): void => {
      for (const flight of flights) {
        all.dependsOn(flight, keys)
        flight.isShared = false
      }
    }
    return new OpenContext({ signal, terms, generations, onDependencies })
  }

  /** How the values are stored. `undefined`: they are not stored. */
  async #shelf(context: OpenContext, generations: Generations | undefined): Promise<Shelf | undefined> {
    if (!context.isStored) return undefined
    const { lifetime, staleFor } = context
    const { refreshAhead } = this.#options.terms
    try {
      const all = joinGenerations(generations, await context.named())
      return { lifetime, staleFor, refreshAhead, generations: all }
    } catch (error) {
      this.#report(error)
      return undefined
    }
  }

  async #store(
    flights: readonly Flight[],
    values: ReadonlyMap<string, unknown>,
    shelf: Shelf | undefined,
  ): Promise<void> {
    const { writer } = this.#options
    const storables: Storable[] = []
    const others: Promise<void>[] = []
    let failure: { readonly error: unknown } | undefined
    for (const flight of flights) {
      const loaded = values.get(flight.memcachedKey)
      const { version } = flight.claim
      try {
        const value = loaded === undefined ? undefined : await writer.fit(loaded)
        if (loaded === undefined) others.push(this.#settleWithout(flight))
        else if (shelf === undefined || version === undefined)
          others.push(this.#settleUnstored(flight, value))
        else storables.push({ flight, value, version, encoded: writer.encode(loaded) })
      } catch (error) {
        failure ??= { error }
        others.push(this.#fail(flight, error))
      }
    }
    if (shelf !== undefined) await this.#storeAll(storables, shelf)
    await Promise.all(others)
    if (failure !== undefined) throw failure.error
  }

  async #storeAll(storables: readonly Storable[], shelf: Shelf): Promise<void> {
    const outcomes = await settleInPortions(
      storables,
      ({ encoded }) => encoded.value.length,
      ({ flight, version, encoded }) =>
        this.#options.writer.write(this.#call, flight, version, encoded, shelf),
    )
    await Promise.all(
      storables.map(async ({ flight, value }, at) => {
        const outcome = outcomes[at] as PromiseSettledResult<boolean>
        if (outcome.status === 'rejected') {
          this.#report(outcome.reason, flight)
          const { reason } = outcome
          const isDropped = isTransportError(reason) && reason.code === 'value-too-large'
          return this.#settleUnstored(flight, value, isDropped)
        }
        if (outcome.value) this.#call.countNow('stored')
        this.#land(flight)
        flight.resolve(value)
        return this.#options.claims.finish(this.#call, flight)
      }),
    )
  }

  /** The load has given no value: drops what the key held before. */
  async #settleWithout(flight: Flight): Promise<void> {
    const { claim } = flight
    if (claim.stale === undefined) return this.#settleUnstored(flight, undefined)
    try {
      await claim.version?.delete()
    } catch (error) {
      this.#report(error, flight)
    }
    this.#land(flight)
    flight.resolve(undefined)
    return this.#options.claims.finish(this.#call, flight)
  }

  async #settleUnstored(flight: Flight, value: unknown, isDropped = false): Promise<void> {
    this.#land(flight)
    flight.resolve(value)
    await this.#options.claims.giveUp(this.#call, flight, isDropped)
  }

  async #fail(flight: Flight, error: unknown): Promise<void> {
    // The callers have been given the old value.
    if (flight.kind === 'renewal') this.#call.report(new LoadError(error), this.#call.operation, flight.key)
    this.#land(flight)
    flight.reject(error)
    await this.#options.claims.giveUp(this.#call, flight, false)
  }

  #land(flight: Flight): void {
    const { flights } = this.#options
    flights.remove(flight)
    if (flight.kind === 'renewal') flights.rest(flight.memcachedKey)
  }

  #report(error: unknown, flight?: Flight): void {
    if (!isTransportError(error)) throw error
    this.#call.report(error, this.#call.operation, flight?.key)
  }
}
