import { clock, type Milliseconds } from '@lmc/transport'
import type { Flight } from './flight.ts'

/** How long a process leaves a value alone after a renewal, its own or another process's. */
const REST: Milliseconds = 500

/** At most so many keys rest. With more, all are forgotten, and each costs one command more. */
const MOST_RESTING = 10_000

/** A load of several flights that can be ended. */
interface Closable {
  close(reason: Error): Promise<void>
}

/** The loads of this process under way: the latest of each memcached key. */
export class Flights {
  readonly #flights = new Map<string, Flight>()
  /** The flights by the memcached keys of their dependencies' generations. */
  readonly #dependents = new Map<string, Set<Flight>>()
  /** Until when each value is left alone. */
  readonly #resting = new Map<string, Milliseconds>()
  readonly #loadings = new Set<Closable>()

  get(memcachedKey: string): Flight | undefined {
    return this.#flights.size === 0 ? undefined : this.#flights.get(memcachedKey)
  }

  /** The running load of a key. */
  begun(memcachedKey: string): Flight | undefined {
    const flight = this.get(memcachedKey)
    return flight?.isLoading === true ? flight : undefined
  }

  add(flight: Flight): void {
    this.#flights.set(flight.memcachedKey, flight)
  }

  /** Notes the dependencies of a flight's value, by the memcached keys of their generations. */
  dependsOn(flight: Flight, generationKeys: readonly string[]): void {
    for (const key of generationKeys) {
      const dependents = this.#dependents.get(key)
      if (dependents === undefined) this.#dependents.set(key, new Set([flight]))
      else dependents.add(flight)
      flight.generationKeys.add(key)
    }
  }

  remove(flight: Flight): void {
    if (this.#flights.get(flight.memcachedKey) === flight) this.#flights.delete(flight.memcachedKey)
    for (const key of flight.generationKeys) {
      const dependents = this.#dependents.get(key)
      dependents?.delete(flight)
      if (dependents?.size === 0) this.#dependents.delete(key)
    }
  }

  /** Notes that this client drops a memcached key. Without a key: that it drops more than it can name. */
  outdate(memcachedKey?: string): void {
    if (this.#flights.size === 0) return
    if (memcachedKey === undefined) {
      for (const flight of this.#flights.values()) flight.isOutdated = true
      return
    }
    const flight = this.#flights.get(memcachedKey)
    if (flight !== undefined) flight.isOutdated = true
    for (const dependent of this.#dependents.get(memcachedKey) ?? []) dependent.isOutdated = true
  }

  /** Notes a load that begins. */
  enter(loading: Closable): void {
    this.#loadings.add(loading)
  }

  leave(loading: Closable): void {
    this.#loadings.delete(loading)
  }

  /** Ends all loads, so that other processes may load. */
  async close(): Promise<void> {
    const reason = new Error('the client was closed')
    await Promise.all(Array.from(this.#loadings, (loading) => loading.close(reason)))
  }

  /** Leaves a value alone for a moment. */
  rest(memcachedKey: string): void {
    if (this.#resting.size >= MOST_RESTING) this.#resting.clear()
    this.#resting.set(memcachedKey, clock.now() + REST)
  }

  isResting(memcachedKey: string): boolean {
    const until = this.#resting.size === 0 ? undefined : this.#resting.get(memcachedKey)
    if (until === undefined) return false
    if (until > clock.now()) return true
    this.#resting.delete(memcachedKey)
    return false
  }
}
