import type { ValueName } from '@lmc/transport-tests/faults'
import { isDamaged } from './cached-value.ts'
import { Drops } from './drops.ts'
import {
  type BeginRecord,
  type DropRecord,
  EVERYTHING,
  type ListRecord,
  type LoadRecord,
  type ReadRecord,
  type RefusalRecord,
  type SettleRecord,
  type WriteOutcome,
} from './history-record.ts'
import { type Judgement, RIGHT, wrong } from './judgement.ts'
import type { Moment } from './moment.ts'

interface Write {
  readonly length: number
  readonly dependencies: readonly string[]
  /** When the write settled. Absent: it is running. */
  readonly settledAt?: Moment
  readonly outcome?: WriteOutcome
}

/**
 * Knows what all processes have written and dropped, and when, and so what a read may return. Takes the
 * records of all processes in the order of time. A call may have been carried out at any moment between its
 * beginning and its end.
 *
 * A value is out of date after three events. Its write settled. Then a later write or an invalidation of its
 * key began. This was confirmed before the read began. Such a value is wrong. It is only stale when the
 * outcome of its own write is unknown, since that write may have reached the server late. Two rules are
 * stricter. A value with a dependency that was invalidated later is always wrong: its generation is gone for
 * good. For the client that made it, a failed invalidation counts as confirmed.
 */
export class History {
  /** The writes by key and by version. Some versions are not used. */
  readonly #writes = new Map<string, (Write | undefined)[]>()
  readonly #drops: Drops
  readonly #mayBeDamaged: (begunAt: Moment, endedAt: Moment) => boolean

  /** @param mayBeDamaged whether a fault between the two moments may have changed bytes of replies. */
  constructor(mayBeDamaged: (begunAt: Moment, endedAt: Moment) => boolean, drops: Drops = new Drops()) {
    this.#mayBeDamaged = mayBeDamaged
    this.#drops = drops
  }

  begin({ key, version, length, dependencies }: BeginRecord): void {
    this.#writesOf(key)[version] = { length, dependencies }
  }

  /**
   * A loaded value is as old as the beginning of its load: every later drop or write of the key has won. The
   * value is stored by a compare-and-set, so it cannot reach the server late.
   */
  load({ key, version, length, dependencies, at }: LoadRecord): void {
    this.#writesOf(key)[version] = { length, dependencies, settledAt: at, outcome: 'confirmed' }
  }

  settle({ key, version, begunAt, at, outcome }: SettleRecord): void {
    const write = this.#writesOf(key)[version]
    if (write === undefined)
      throw new Error(`Version ${version} of ${key} settled; expected it to begin first`)
    this.#writesOf(key)[version] = { ...write, settledAt: at, outcome }
    if (outcome === 'confirmed') this.#drops.replace(key, begunAt, at)
  }

  drop(record: DropRecord): void {
    this.#drops.add(record)
  }

  refuse(record: RefusalRecord): void {
    this.#drops.refuse(record)
  }

  judgeRead({ key, begunAt, at, client, found, isBlind }: ReadRecord): Judgement {
    if (found === undefined) return RIGHT
    const name = 'text' in found ? this.#damagedName(key, found.text) : found
    if (name === undefined) return wrong('it is no whole value of anybody')
    if ('text' in found && !this.#mayBeDamaged(begunAt, at)) return wrong('it is damaged')
    if (name.key !== key) return wrong('it is of another key')
    const write = this.#writesOf(key)[name.version]
    if (write === undefined) return wrong('it had not been written')
    if (write.outcome === 'refused') return wrong('its write was refused before it was sent')
    const { dependencies } = write
    const { settledAt = Infinity } = write
    const cause = this.#drops.after(settledAt, dependencies, begunAt, client, isBlind)
    if (cause !== undefined) return wrong(`what it depends on was invalidated after it was written: ${cause}`)
    const drop = this.#drops.after(settledAt, [key, EVERYTHING], begunAt, client, isBlind)
    if (drop === undefined) return RIGHT
    if (write.outcome === 'confirmed') return wrong(`it had been replaced or dropped: ${drop}`)
    return { verdict: 'stale', why: 'its write, whose outcome is unknown, landed late' }
  }

  /** Judges each listed key. A key that was dropped with a dependency may still be listed. */
  judgeList({ keys, begunAt }: ListRecord): Judgement[] {
    return keys.map((key) => {
      const writes = this.#writesOf(key)
      const isThere = (write: Write | undefined): boolean =>
        write !== undefined &&
        write.outcome !== 'refused' &&
        this.#drops.after(write.settledAt ?? Infinity, [key, EVERYTHING], begunAt) === undefined
      // The last writes are the likeliest.
      if (writes.findLast(isThere)) return RIGHT
      return writes.some((write) => write?.outcome === 'unknown')
        ? { verdict: 'stale', why: `a write of ${key}, whose outcome is unknown, may have landed late` }
        : wrong(`${key} had been dropped, or never written`)
    })
  }

  #damagedName(key: string, text: string): ValueName | undefined {
    const version = this.#writesOf(key).findLastIndex(
      (write, each) => write !== undefined && isDamaged(text, { key, version: each }, write.length),
    )
    return version === -1 ? undefined : { key, version }
  }

  #writesOf(key: string): (Write | undefined)[] {
    let writes = this.#writes.get(key)
    if (!writes) this.#writes.set(key, (writes = []))
    return writes
  }
}
