import { setTimeout as sleep } from 'node:timers/promises'
import type { GetOrSetOptions, LoadContext, MemcachedClient, Seconds } from '@lmc/client'
import type { Milliseconds } from '@lmc/transport'
import type { CallWatch, Random } from '@lmc/transport-tests/faults'
import { readCachedValue, toCachedValue } from '../../judging/cached-value.ts'
import { nameOfDependency } from '../../judging/history-record.ts'
import { type Moment, now } from '../../judging/moment.ts'
import type { Recorder } from '../../judging/recorder.ts'

/** How long others wait for a load, and the longest time of a load. */
export const LEASE: Seconds = 1
const LONGEST_LOAD: Milliseconds = 60

/** The error with which some loads fail. */
const DOWN = new Error('the source is down')

/** How rare special calls and loads are: one of so many. */
const ODDS = { stale: 3, timeout: 6, fresh: 30, fails: 20, unstored: 20, named: 8 } as const

/** The value for a load to return. */
interface LoadedValue {
  readonly version: number
  /** The length in bytes. */
  readonly length: number
}

export interface CheckedLoadsOptions {
  readonly client: MemcachedClient
  /** The name of the client, unique in a run. */
  readonly name: string
  /** The namespace of the client. */
  readonly namespace: string
  readonly recorder: Recorder
  readonly watch: CallWatch
  /** How long a call may take. */
  readonly limit: Milliseconds
  /** How often the client could not reach memcached for a value. */
  readonly countUnasked: () => number
}

/** A source of loads. No two loads return the same version of a key. */
export interface LoadSource {
  readonly random: Random
  readonly next: (key: string) => LoadedValue
  readonly dependencies: readonly string[]
  /** The lifetime of the values. Absent: the default of the client. */
  readonly lifetime?: Seconds
}

/** A client that loads missing values, and records what it has loaded and what its calls returned. */
export class CheckedLoads {
  readonly #options: CheckedLoadsOptions

  constructor(options: CheckedLoadsOptions) {
    this.#options = options
  }

  async getOrSet(key: string, source: LoadSource): Promise<void> {
    const { client, watch, limit, countUnasked } = this.#options
    const begunAt = now()
    const unasked = countUnasked()
    const options = optionsOf(source)
    const load = async (context: Context): Promise<unknown> => {
      const [value] = await this.#load([key], begunAt, context, options, source)
      return value
    }
    const start = (): Promise<unknown> => unlessDown(client.getOrSet(key, load, options))
    const outcome = await watch.call(`getOrSet ${key}`, start, limit)
    const isBlind = countUnasked() !== unasked
    if (outcome.how === 'resolved') this.#found(key, begunAt, outcome.value, isBlind)
  }

  async getOrSetMany(keys: readonly string[], source: LoadSource): Promise<void> {
    const { client, watch, limit, countUnasked } = this.#options
    const begunAt = now()
    const unasked = countUnasked()
    const options = optionsOf(source)
    const load = async (missing: readonly string[], context: Context): Promise<[string, unknown][]> => {
      const values = await this.#load(missing, begunAt, context, options, source)
      return missing.map((key, at) => [key, values[at]])
    }
    const start = (): Promise<ReadonlyMap<string, unknown> | undefined> =>
      unlessDown(client.getOrSetMany<unknown, string>(keys, load, options))
    const outcome = await watch.call(`getOrSetMany ${keys.join(' ')}`, start, limit)
    if (outcome.how !== 'resolved' || outcome.value === undefined) return
    const isBlind = countUnasked() !== unasked
    for (const [key, value] of outcome.value) this.#found(key, begunAt, value, isBlind)
  }

  async #load(
    keys: readonly string[],
    calledAt: Moment,
    context: Context,
    { fresh = false }: GetOrSetOptions,
    { random, next, dependencies }: LoadSource,
  ): Promise<(Uint8Array | string)[]> {
    const { recorder, namespace, name: client } = this.#options
    const own = oneOf(ODDS.named, random) ? ['source 0'] : []
    if (own.length > 0) await context.storeWith({ dependencies: own })
    const fails = oneOf(ODDS.fails, random)
    const isStored = !fails && !oneOf(ODDS.unstored, random)
    if (!isStored) context.doNotStore()
    const begunAt = now()
    const loads = keys.map((key) => ({ key, ...next(key) }))
    const names = [...dependencies, ...own].map((one) => nameOfDependency(namespace, one))
    for (const load of loads)
      recorder.add({ kind: 'load', at: begunAt, client, ...load, dependencies: names })
    await sleep(random() * LONGEST_LOAD)
    const at = now()
    for (const { key } of loads)
      recorder.add({
        kind: 'loaded',
        at,
        begunAt,
        leasedUntil: calledAt + LEASE * 1_000_000,
        client,
        key,
        dependencies: names,
        isShared: isStored && !fresh,
      })
    if (fails) throw DOWN
    return loads.map((load) => toCachedValue(load, load.length))
  }

  #found(key: string, begunAt: number, value: unknown, isBlind: boolean): void {
    const { recorder, name: client } = this.#options
    const found = value === undefined ? undefined : readCachedValue(value)
    recorder.add({ kind: 'read', at: now(), begunAt, client, key, found, isBlind })
  }
}

/** The common part of the contexts for one key and for several keys. */
type Context = Pick<LoadContext<unknown>, 'storeWith' | 'doNotStore'>

function optionsOf({ random, dependencies, lifetime }: LoadSource): GetOrSetOptions {
  const isStale = oneOf(ODDS.stale, random)
  return {
    lease: LEASE,
    fresh: oneOf(ODDS.fresh, random),
    ...(dependencies.length > 0 && { dependencies }),
    ...(lifetime !== undefined && { lifetime }),
    ...(isStale && { lifetime: 1, staleFor: 5, refreshAhead: 1 }),
    ...(isStale && oneOf(ODDS.timeout, random) && { timeout: 50 }),
  }
}

function oneOf(count: number, random: Random): boolean {
  return random() * count < 1
}

/** Settles like the call, but resolves to `undefined` for a load that fails on purpose. */
async function unlessDown<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call
  } catch (error) {
    if (error === DOWN) return undefined
    throw error
  }
}
