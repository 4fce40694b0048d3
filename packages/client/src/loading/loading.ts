import type { CacheKey } from '@lmc/keys'
import { clock, isTransportError } from '@lmc/transport'
import type { Call } from '../calls/call.ts'
import type { Calls } from '../calls/calls.ts'
import { settleInPortions } from '../guard/settle-in-portions.ts'
import type { Generations } from '../header/item-header.ts'
import type { Flight } from './flights/flight.ts'
import { LoadRun, type LoadRunOptions } from './load-run.ts'
import { Pauses } from './claims/pauses.ts'

/** What all loadings of a view share. */
export interface LoadingParts extends Omit<LoadRunOptions, 'terms' | 'load' | 'signal'> {
  readonly calls: Calls
}

export interface LoadingOptions extends Pick<LoadRunOptions, 'terms' | 'load'> {
  readonly flights: readonly Flight[]
}

interface Answers {
  /** The flights that this process loads. */
  readonly ours: ReadonlySet<Flight>
  /** Whether to ask again without a pause. */
  readonly isUrgent: boolean
}

/** Settles the flights of one call. It waits for keys that another process loads, and loads the others. */
export class Loading {
  readonly #parts: LoadingParts
  readonly #options: LoadingOptions
  readonly #controller = new AbortController()
  #call: Call | undefined
  #over: Promise<void> | undefined
  #isLeaving = false
  /** What the first failed load has thrown. */
  #failure: { readonly error: unknown } | undefined

  constructor(parts: LoadingParts, options: LoadingOptions) {
    this.#parts = parts
    this.#options = options
    const { flights, terms } = options
    const generationKeys = terms.digests === undefined ? [] : parts.generations.keysOfDigests(terms.digests)
    for (const flight of flights) {
      parts.flights.add(flight)
      parts.flights.dependsOn(flight, generationKeys)
      flight.onDeserted = (reason) => this.#leave(reason)
    }
  }

  /** Resolves when all is done, leases included. The flights have settled before. */
  run(): Promise<void> {
    this.#over = this.#runAll()
    return this.#over
  }

  async #runAll(): Promise<void> {
    const { flights, terms } = this.#options
    const { namespace, raw } = terms
    const keys = flights.map(({ key }) => key)
    const target = keys.length === 1 ? { namespace, raw, key: keys[0] as CacheKey } : { namespace, raw, keys }
    try {
      await this.#parts.calls.run('load', target, undefined, (call) => this.#run(call))
    } catch (error) {
      // Failed flights have rejected. After a fault of this library, the others must not wait for ever.
      for (const flight of this.#open) this.#drop(flight, error)
    }
  }

  /** Frees the leases for other processes, since this client closes. Callers here still get the value. */
  async close(reason: unknown): Promise<void> {
    const open = this.#open
    // All have settled; the last commands may be on their way.
    if (open.length === 0) await this.#over
    else if (open.some(({ isAwaited }) => isAwaited))
      await Promise.all(open.map((flight) => this.#release(flight)))
    else await this.#abort(reason)
  }

  async #run(call: Call): Promise<void> {
    this.#call = call
    const { signal } = this.#controller
    const pauses = new Pauses()
    const runs: Promise<void>[] = []
    let waiting = this.#open
    while (waiting.length > 0) {
      const generations = await this.#readGenerations(call)
      const { ours, isUrgent } = await this.#claim(call, waiting, generations)
      if (ours.size > 0) runs.push(this.#load(call, [...ours], generations))
      waiting = waiting.filter((flight) => !ours.has(flight) && this.#isWanted(flight))
      const isAwaited = waiting.some((flight) => flight.isAwaited)
      if (waiting.length > 0 && !isUrgent) await pauses.next(isAwaited, signal)
      waiting = waiting.filter((flight) => this.#isWanted(flight))
    }
    await Promise.all(runs)
    if (this.#failure !== undefined) throw call.passOn(this.#failure.error)
  }

  /** The generations of the dependencies. When they cannot be read, the values will not be stored. */
  async #readGenerations(call: Call): Promise<Generations | undefined> {
    const { digests } = this.#options.terms
    if (digests === undefined) return undefined
    try {
      return await this.#parts.generations.of(digests, {})
    } catch (error) {
      if (!isTransportError(error)) throw error
      call.report(error)
      for (const flight of this.#open) {
        if (flight.isLoading) continue
        if (flight.kind === 'renewal' && !flight.isAwaited) this.#land(flight, undefined)
        else flight.kind = 'blind'
      }
      return undefined
    }
  }

  /** Claims keys. A flight whose value another process has stored settles with that value. */
  async #claim(
    call: Call,
    flights: readonly Flight[],
    generations: Generations | undefined,
  ): Promise<Answers> {
    const { claims, writer } = this.#parts
    for (const flight of flights) flight.isJoined = false
    const terms = { duration: this.#options.terms.lease, generations }
    const outcomes = await settleInPortions(
      flights,
      () => 0,
      async (flight) => {
        if (flight.kind !== 'renewal' && flight.kind !== 'blind')
          flight.announcement ??= await writer.announce(flight)
        return claims.make(call, flight, terms)
      },
    )
    const ours = new Set<Flight>()
    let isUrgent = false
    for (const [at, flight] of flights.entries()) {
      const outcome = outcomes[at] as (typeof outcomes)[number]
      if (outcome.status === 'rejected') throw outcome.reason
      const claimed = outcome.value
      if (claimed.how === 'ours') {
        flight.claim = claimed.claim
        // Its last caller has left meanwhile.
        if (flight.isSettled) void this.#release(flight)
        else ours.add(flight)
      } else if (claimed.how === 'found') {
        // A caller who joined meanwhile may know of an invalidation since. So the value has to be there
        // still.
        if (flight.isJoined) isUrgent = true
        else this.#land(flight, claimed.value)
      } else if (flight.kind === 'renewal') this.#parts.flights.rest(flight.memcachedKey)
    }
    return { ours, isUrgent }
  }

  async #load(call: Call, flights: readonly Flight[], generations: Generations | undefined): Promise<void> {
    const { terms, load } = this.#options
    for (const flight of flights) if (generations !== undefined) flight.generations = generations
    const run = new LoadRun(call, { ...this.#parts, terms, load, signal: this.#controller.signal })
    try {
      await run.run(flights, generations)
    } catch (error) {
      this.#failure ??= { error }
    }
  }

  /** Whether to wait for another process. A renewal without callers ends here: another process does it. */
  #isWanted(flight: Flight): boolean {
    if (!flight.isSettled && flight.kind === 'renewal' && !flight.isAwaited) this.#land(flight, undefined)
    return !flight.isSettled
  }

  /** The last caller of a flight has left. One caller may leave many flights in this tick. */
  #leave(reason: unknown): void {
    if (this.#isLeaving) return
    this.#isLeaving = true
    clock.queueMicrotask(() => {
      this.#isLeaving = false
      const isWanted = this.#open.some(({ isAwaited, kind }) => isAwaited || kind === 'renewal')
      if (!isWanted) void this.#abort(reason)
    })
  }

  async #abort(reason: unknown): Promise<void> {
    const open = this.#open
    this.#controller.abort(reason)
    for (const flight of open) this.#drop(flight, reason)
    await Promise.all(open.map((flight) => this.#release(flight)))
  }

  async #release(flight: Flight): Promise<void> {
    if (this.#call !== undefined) await this.#parts.claims.release(this.#call, flight)
  }

  #land(flight: Flight, value: unknown): void {
    this.#parts.flights.remove(flight)
    flight.resolve(value)
  }

  #drop(flight: Flight, error: unknown): void {
    this.#parts.flights.remove(flight)
    flight.reject(error)
  }

  /** The flights that have not settled. */
  get #open(): readonly Flight[] {
    return this.#options.flights.filter(({ isSettled }) => !isSettled)
  }
}
