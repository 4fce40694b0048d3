import { setTimeout as sleep } from 'node:timers/promises'
import type { Milliseconds, Seconds } from '@lmc/transport'
import type { Random } from '@lmc/transport-tests/faults'
import type { CheckedClient, NewValue } from './checked/checked-client.ts'
import { countKeys } from './checked/checked-counts.ts'
import type { LoadSource } from './checked/checked-loads.ts'
import type { TransportName } from './open-transport.ts'

/** The number of keys that each process writes, for each transport. */
const KEYS = 40
const DEPENDENCIES = 8
/** The number of counts of each way, for each transport. All processes add to them. */
const COUNTS = 4
/** The number of keys that all processes load, for each transport. */
const LOADED = 8
/**
 * How long all processes load the same new key, and how many such keys there are before their names repeat.
 */
const NEWS: Milliseconds = 500
const NEWS_KEYS = 64
/** When such a name repeats, its value has expired. */
const NEWS_LIFETIME: Seconds = 10

export interface LoadOptions {
  /** The number of this process, from 0. */
  readonly process: number
  readonly processes: number
}

interface Operation {
  /** How often this call is made, relative to the others. */
  readonly weight: number
  readonly run: (client: CheckedClient, random: Random) => Promise<unknown>
}

/** Random calls. One process writes a key, and all processes read and drop it. */
export class Load {
  readonly #options: LoadOptions
  readonly #versions = new Map<string, number>()
  readonly #operations: readonly Operation[]

  constructor(options: LoadOptions) {
    this.#options = options
    this.#operations = [
      { weight: 500, run: (client, random) => client.get(this.#anyKey(client, random)) },
      { weight: 80, run: (client, random) => client.getMany(this.#anyKeys(client, random)) },
      { weight: 280, run: (client, random) => client.set(this.#newValue(client, random), pickNames(random)) },
      {
        weight: 40,
        run: (client, random) => client.setMany(this.#newValues(client, random), pickNames(random)),
      },
      {
        weight: 60,
        run: (client, random) => client.update(this.#newValue(client, random), pickNames(random)),
      },
      { weight: 30, run: (client, random) => client.touch(this.#anyKey(client, random)) },
      { weight: 60, run: (client, random) => client.counts.increment(anyCount(client, random)) },
      { weight: 40, run: (client, random) => client.counts.update(anyCount(client, random)) },
      { weight: 20, run: (client, random) => client.counts.get('increment', anyCount(client, random)) },
      { weight: 20, run: (client, random) => client.counts.get('update', anyCount(client, random)) },
      { weight: 2, run: (client, random) => client.invalidate.many(countKeys(anyCount(client, random))) },
      {
        weight: 80,
        run: (client, random) =>
          client.loads.getOrSet(news(client), { ...this.#source(random), lifetime: NEWS_LIFETIME }),
      },
      {
        weight: 100,
        run: (client, random) => client.loads.getOrSet(anyLoaded(client, random), this.#source(random)),
      },
      {
        weight: 15,
        run: (client, random) => client.loads.getOrSetMany(someLoaded(client, random), this.#source(random)),
      },
      { weight: 60, run: (client, random) => client.get(anyLoaded(client, random)) },
      {
        weight: 10,
        run: (client, random) =>
          client.set(this.#nextOf(anyLoaded(client, random), random), pickNames(random)),
      },
      { weight: 15, run: (client, random) => client.invalidate.one(anyLoaded(client, random)) },
      { weight: 60, run: (client, random) => client.invalidate.one(this.#anyKey(client, random)) },
      { weight: 10, run: (client, random) => client.invalidate.many(this.#anyKeys(client, random)) },
      {
        weight: 10,
        run: (client, random) => client.invalidate.dependents([nameOf(random), nameOf(random)]),
      },
      { weight: 5, run: (client, random) => this.#burst(client, random) },
      { weight: 5, run: (client) => (client.kind.trackKeys ? client.keys() : client.getStatistics()) },
      {
        weight: 1,
        run: async (client) => (client.kind.trackKeys ? client.invalidate.namespace() : undefined),
      },
      { weight: 0.2, run: (client) => client.invalidate.all() },
    ]
  }

  /** Makes one call after the other, with pauses up to `pause`, until the end of the run. */
  async keepCalling(
    client: () => CheckedClient,
    random: Random,
    pause: Milliseconds,
    over: AbortSignal,
  ): Promise<void> {
    const total = this.#operations.reduce((sum, { weight }) => sum + weight, 0)
    while (!over.aborted) {
      let dice = random() * total
      const operation = this.#operations.find(({ weight }) => (dice -= weight) < 0)
      await operation?.run(client(), random)
      await sleep(random() * pause)
    }
  }

  async #burst(client: CheckedClient, random: Random): Promise<void> {
    await Promise.all(Array.from({ length: 100 }, () => client.get(this.#anyKey(client, random))))
  }

  #anyKey(client: CheckedClient, random: Random): string {
    return this.#key(client.kind.transport, Math.floor(random() * this.#options.processes), random)
  }

  #anyKeys(client: CheckedClient, random: Random): string[] {
    return [...new Set(Array.from({ length: 8 }, () => this.#anyKey(client, random)))]
  }

  #newValue(client: CheckedClient, random: Random): NewValue {
    const key = this.#key(client.kind.transport, this.#options.process, random)
    const version = (this.#versions.get(key) ?? 0) + 1
    this.#versions.set(key, version)
    const length = random() < 0.02 ? 20_000 : 60 + Math.floor(random() * 500)
    return { key, version, length }
  }

  #newValues(client: CheckedClient, random: Random): NewValue[] {
    const values = Array.from({ length: 5 }, () => this.#newValue(client, random))
    return values.filter(({ key }, index) => values.findIndex((other) => other.key === key) === index)
  }

  #source(random: Random): LoadSource {
    return { random, next: (key) => this.#nextOf(key, random), dependencies: pickNames(random) }
  }

  /** The next value of a key that all processes load and set. No two processes use the same version. */
  #nextOf(key: string, random: Random): NewValue {
    const { process, processes } = this.#options
    const version = (this.#versions.get(key) ?? process) + processes
    this.#versions.set(key, version)
    return { key, version, length: 60 + Math.floor(random() * 500) }
  }

  /** Picks a key. Some keys are used far more than others, by several calls at once. */
  #key(transport: TransportName, process: number, random: Random): string {
    return `${transport}:${process}:${Math.floor(random() ** 2 * KEYS)}`
  }
}

function anyLoaded({ kind }: CheckedClient, random: Random): string {
  return `${kind.transport}:loaded:${Math.floor(random() ** 2 * LOADED)}`
}

/** A key that has not been loaded for a long time, and that is never set or invalidated by its name. */
function news({ kind }: CheckedClient): string {
  return `${kind.transport}:news:${Math.floor(Date.now() / NEWS) % NEWS_KEYS}`
}

function someLoaded(client: CheckedClient, random: Random): string[] {
  return [...new Set(Array.from({ length: 4 }, () => anyLoaded(client, random)))]
}

function anyCount({ kind }: CheckedClient, random: Random): string {
  return `${kind.transport}:${Math.floor(random() * COUNTS)}`
}

/** Picks the dependencies of a value: mostly none. */
function pickNames(random: Random): string[] {
  const dice = random()
  if (dice < 0.7) return []
  return dice < 0.9 ? [nameOf(random)] : [nameOf(random), nameOf(random)]
}

function nameOf(random: Random): string {
  return `source ${Math.floor(random() * DEPENDENCIES)}`
}
