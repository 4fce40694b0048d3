import type { Drops } from './drops.ts'
import {
  type CountBeginRecord,
  type CountReadRecord,
  type CountRecord,
  EVERYTHING,
} from './history-record.ts'
import { type Judgement, RIGHT, wrong } from './judgement.ts'
import type { Moment } from './moment.ts'

/** A call that may have started a count. */
interface Start {
  readonly client: string
  readonly initial: number
  /** `Infinity`: the call is running, or its outcome is unknown. */
  settledAt: Moment
}

/** A count that a call has returned. */
interface Result {
  readonly value: number
  readonly begunAt: Moment
  readonly at: Moment
}

/** What is known about the counts of a key. */
class Counts {
  /** In the order of their beginnings. */
  readonly starts: Start[] = []
  /** In the order of their ends. */
  readonly results: Result[] = []
  readonly values = new Set<number>()
  most = -Infinity
  calls = 0
}

/**
 * Knows the counts of all processes. A count starts with the moment of the call that starts it, in
 * microseconds, and each addition adds 1. No process adds once per microsecond. So each new count of a key is
 * above all earlier ones, also after a drop or a loss.
 *
 * So no two calls may return the same count: one of the additions would be lost. A call may not return a
 * lower count than a call that ended before it began, unless the lower count was started after that.
 */
export class CountHistory {
  readonly #counts = new Map<string, Counts>()
  readonly #drops: Drops
  readonly #mayBeDamaged: (begunAt: Moment, endedAt: Moment) => boolean

  /** @param mayBeDamaged whether a fault between the two moments may have changed bytes of replies. */
  constructor(mayBeDamaged: (begunAt: Moment, endedAt: Moment) => boolean, drops: Drops) {
    this.#mayBeDamaged = mayBeDamaged
    this.#drops = drops
  }

  begin({ key, client, initial }: CountBeginRecord): void {
    const counts = this.#countsOf(key)
    counts.calls++
    counts.starts.push({ client, initial, settledAt: Infinity })
  }

  settle(record: CountRecord): Judgement {
    const { key, client, begunAt, at, initial, value } = record
    const { starts, results, values } = this.#countsOf(key)
    // The outcome of a call with a changed reply is unknown.
    if (value === undefined || this.#mayBeDamaged(begunAt, at)) return RIGHT
    const place = starts.findLastIndex((start) => start.client === client && start.initial === initial)
    const start = starts[place]
    if (start !== undefined) start.settledAt = at
    if (value !== initial) starts.splice(place, 1)
    const judgement = values.has(value)
      ? wrong(`another call has got ${value} as well`)
      : this.#judge(record, value)
    results.push({ value, begunAt, at })
    values.add(value)
    const counts = this.#countsOf(key)
    counts.most = Math.max(counts.most, value)
    return judgement
  }

  judgeRead(record: CountReadRecord): Judgement {
    const { value, begunAt, at } = record
    if (value === undefined || this.#mayBeDamaged(begunAt, at)) return RIGHT
    if (typeof value !== 'number') return wrong('it is no count')
    return this.#judge(record, value)
  }

  #judge(
    { key, client, begunAt }: Pick<CountReadRecord, 'key' | 'client' | 'begunAt'>,
    value: number,
  ): Judgement {
    const counts = this.#countsOf(key)
    const later = value < counts.most ? lastAbove(counts.results, value, begunAt) : undefined
    let why = 'no call has begun such a count'
    for (let place = counts.starts.length - 1; place >= 0; place--) {
      const { initial, settledAt } = counts.starts[place] as Start
      // Each call adds at most 1.
      if (initial > value || value - initial >= counts.calls) continue
      const drop = this.#drops.after(settledAt, [key, EVERYTHING], begunAt, client)
      if (drop !== undefined) why = `it had been dropped: ${drop}`
      else if (later !== undefined && later.begunAt > settledAt) why = `${later.value} had been got before`
      else return RIGHT
    }
    return wrong(why)
  }

  #countsOf(key: string): Counts {
    let counts = this.#counts.get(key)
    if (!counts) this.#counts.set(key, (counts = new Counts()))
    return counts
  }
}

/** The last result above the value, of the results before `moment`. */
function lastAbove(results: readonly Result[], value: number, moment: Moment): Result | undefined {
  return results.findLast((result) => result.at < moment && result.value > value)
}
