import type { MemcachedClient } from '@lmc/client'
import type { CallWatch, Outcome } from '@lmc/transport-tests/faults'
import { now } from '../../judging/moment.ts'
import type { Recorder } from '../../judging/recorder.ts'

export interface CheckedCountsOptions {
  readonly client: MemcachedClient
  /** The name of the client, unique in a run. */
  readonly name: string
  readonly recorder: Recorder
  readonly watch: CallWatch
}

/** The prefixes of the keys of counts: for `increment`, and for `update`. */
const PREFIXES = { increment: 'count:', update: 'sum:' } as const

/** Whether the key holds a count, and not a value that names its key. */
export function isCountKey(key: string): boolean {
  return key.startsWith(PREFIXES.increment) || key.startsWith(PREFIXES.update)
}

/** The keys of both counts of a name. */
export function countKeys(name: string): string[] {
  return Object.values(PREFIXES).map((prefix) => prefix + name)
}

/** A client that counts in two ways, and records its counts. */
export class CheckedCounts {
  readonly #options: CheckedCountsOptions
  #latest = 0

  constructor(options: CheckedCountsOptions) {
    this.#options = options
  }

  /** Adds to a count by `increment`. */
  async increment(name: string): Promise<void> {
    const key = PREFIXES.increment + name
    await this.#count(key, (initial) => this.#options.client.increment(key, 1, { initial }))
  }

  /** Adds to a count by `update`. */
  async update(name: string): Promise<void> {
    const key = PREFIXES.update + name
    await this.#count(key, async (initial) => {
      const sum = await this.#options.client.update(key, (found: unknown) => {
        if (found === undefined) return toSum(initial)
        const count = readSum(found)
        // A byte of the sum was changed on the way.
        return count === undefined ? undefined : toSum(count + 1)
      })
      return sum === undefined ? undefined : readSum(sum)
    })
  }

  async get(way: 'increment' | 'update', name: string): Promise<void> {
    const { client, recorder, watch, name: own } = this.#options
    const key = PREFIXES[way] + name
    const begunAt = now()
    const outcome = await watch.call(`get ${key}`, () => client.get(key))
    if (outcome.how !== 'resolved') return
    const value = way === 'update' && outcome.value !== undefined ? readSum(outcome.value) : outcome.value
    recorder.add({ kind: 'countRead', at: now(), begunAt, key, client: own, value })
  }

  async #count(key: string, start: (initial: number) => Promise<number | undefined>): Promise<void> {
    const { name: client, recorder, watch } = this.#options
    const begunAt = now()
    const initial = Math.max(begunAt, this.#latest + 1)
    this.#latest = initial
    recorder.add({ kind: 'countBegin', at: begunAt, key, client, initial })
    const outcome: Outcome<number | undefined> = await watch.call(`count ${key}`, () => start(initial))
    const value = outcome.how === 'resolved' ? outcome.value : undefined
    recorder.add({ kind: 'count', at: now(), begunAt, key, client, initial, value })
  }
}

/** Writes a count twice, so that a changed byte is noticed. */
function toSum(count: number): string {
  return `${count} ${count}`
}

function readSum(sum: unknown): number | undefined {
  if (typeof sum !== 'string') return undefined
  const [one, other] = sum.split(' ')
  return one === other ? Number(one) : undefined
}
