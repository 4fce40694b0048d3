import {
  type DisturbanceRecord,
  type DropRecord,
  EVERYTHING,
  type LoadedRecord,
  type SettleRecord,
} from './history-record.ts'
import { type Judgement, RIGHT, wrong } from './judgement.ts'
import type { Moment } from './moment.ts'

/**
 * Second loads later than this after the first are not judged. On a busy machine, memcached's own clock may
 * be late and end a lease early.
 */
const SOON: Moment = 500_000

/** How long before a load an event may still explain a second load. */
const NEAR: Moment = 500_000

/** How long records may take to arrive, and how long a fault has effects after its end. */
const AFTERMATH: Moment = 3_000_000

/** How often loads are judged. */
const INTERVAL: Moment = 200_000

/** An event that lets another process load as well. */
interface Cause {
  /** A key, a dependency, `EVERYTHING`, or the name of a client. */
  readonly what: string
  readonly begunAt: Moment
  readonly at: Moment
}

/**
 * Knows which loads of a key ran at the same time. A lease allows one load. A second load needs a cause: an
 * invalidation, a load that failed or was not stored, a closed client, a failure of memcached, or a fault.
 */
export class LoadHistory {
  readonly #isQuiet: (begunAt: Moment, endedAt: Moment) => boolean
  /** The loads that ended recently, in the order of their ends. */
  #loads: LoadedRecord[] = []
  #causes: Cause[] = []
  /** Loads that cannot be judged yet, since other records may still arrive. */
  #pending: LoadedRecord[] = []
  #judgedAt: Moment = -Infinity
  /** How many loads were judged: those without a fault. */
  judged = 0

  /** @param isQuiet whether there was no effect of a fault between the two moments. */
  constructor(isQuiet: (begunAt: Moment, endedAt: Moment) => boolean) {
    this.#isQuiet = isQuiet
  }

  /** Notes an invalidation with any outcome. */
  drop({ what, begunAt, at }: DropRecord): void {
    this.#causes.push({ what, begunAt, at })
  }

  settle({ key, begunAt, at }: SettleRecord): void {
    this.#causes.push({ what: key, begunAt, at })
  }

  disturb({ what, begunAt, at }: DisturbanceRecord): void {
    this.#causes.push({ what, begunAt, at })
  }

  loaded(record: LoadedRecord): void {
    this.#pending.push(record)
    this.#loads.push(record)
  }

  /** Judges the loads that ended so long before `moment` that all their records have arrived. */
  judge(moment: Moment): { readonly record: LoadedRecord; readonly judgement: Judgement }[] {
    if (moment < this.#judgedAt + INTERVAL) return []
    this.#judgedAt = moment
    const isKnown = ({ at }: LoadedRecord): boolean => at + AFTERMATH < moment
    const known = this.#pending.filter(isKnown)
    this.#pending = this.#pending.filter((record) => !isKnown(record))
    const judged = known.map((record) => ({ record, judgement: this.#judge(record) }))
    const isRecent = ({ at }: { readonly at: Moment }): boolean => at + 4 * AFTERMATH > moment
    this.#loads = this.#loads.filter(isRecent)
    this.#causes = this.#causes.filter(isRecent)
    return judged
  }

  #judge(load: LoadedRecord): Judgement {
    if (!load.isShared || !this.#isQuiet(load.begunAt - AFTERMATH, load.at)) return RIGHT
    this.judged++
    const others = this.#loads.filter(({ key }) => key === load.key)
    const other = others.find(
      ({ begunAt, at, leasedUntil, client, isShared }) =>
        isShared &&
        client !== load.client &&
        begunAt < load.begunAt &&
        at > load.begunAt &&
        load.begunAt - begunAt < SOON &&
        load.begunAt < leasedUntil,
    )
    if (other === undefined || this.#isExplained(load, other, others)) return RIGHT
    return wrong(`${other.client} was loading it as well, since ${(load.begunAt - other.begunAt) / 1000} ms`)
  }

  #isExplained(load: LoadedRecord, other: LoadedRecord, others: readonly LoadedRecord[]): boolean {
    const since = other.begunAt - NEAR
    const isNear = ({ begunAt, at }: { readonly begunAt: Moment; readonly at: Moment }): boolean =>
      at > since && begunAt < load.begunAt
    const names = new Set([
      load.key,
      EVERYTHING,
      load.client,
      other.client,
      ...other.dependencies,
      ...load.dependencies,
    ])
    if (this.#causes.some((cause) => names.has(cause.what) && isNear(cause))) return true
    // A process that waited for a load without a stored value loads at once.
    return others.some((each) => !each.isShared && isNear(each))
  }
}
