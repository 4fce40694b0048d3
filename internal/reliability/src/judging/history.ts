import type { ValueName, Verdict } from '@lmc/transport-tests/faults'
import { isDamaged } from './cached-value.ts'
import {
  type BeginRecord,
  type DropRecord,
  EVERYTHING,
  type ListRecord,
  type ReadRecord,
  type RefusalRecord,
  type SettleRecord,
  type WriteOutcome,
} from './history-record.ts'
import type { Moment } from './moment.ts'
import { Spans } from './spans.ts'

/** What an answer is worth, and why, where it is not right. */
export interface Judgement {
  readonly verdict: Verdict
  readonly why: string
}

interface Write {
  readonly length: number
  readonly dependencies: readonly string[]
  /** When it had settled; absent: it is under way. */
  readonly settledAt?: Moment
  readonly outcome?: WriteOutcome
}

const RIGHT: Judgement = { verdict: 'right', why: '' }

/**
 * Knows what processes have written and dropped, and when, and so what can be read. Takes the records of all of them in the order of their
 * time. Between its begin and its end a call may have been carried out at any moment.
 *
 * A value is out of date when its write had settled, then a later write or an invalidation of its key began, and that was confirmed
 * before the read began. Then the value is wrong. It is only stale when nobody knows what became of its own write, which may have landed late. Two
 * things are wrong even so: one that depends on what was invalidated later, for it was stored with what is gone for good; and for the client
 * that made it, a failed invalidation counts as well.
 */
export class History {
  /** By key, and there by version; not each version is used. */
  readonly #writes = new Map<string, (Write | undefined)[]>()
  /** When what is under a name was replaced or dropped. */
  readonly #drops = new Map<string, Spans>()
  /** When a client has failed to drop it, by the names of both. */
  readonly #failedDrops = new Map<string, Spans>()
  readonly #mayBeDamaged: (begunAt: Moment, endedAt: Moment) => boolean

  /** @param mayBeDamaged whether bytes of replies were changed on the way at some time between. */
  constructor(mayBeDamaged: (begunAt: Moment, endedAt: Moment) => boolean) {
    this.#mayBeDamaged = mayBeDamaged
  }

  begin({ key, version, length, dependencies }: BeginRecord): void {
    this.#writesOf(key)[version] = { length, dependencies }
  }

  settle({ key, version, begunAt, at, outcome }: SettleRecord): void {
    const write = this.#writesOf(key)[version]
    if (write === undefined)
      throw new Error(`Version ${version} of ${key} settled; expected it to begin first`)
    this.#writesOf(key)[version] = { ...write, settledAt: at, outcome }
    if (outcome === 'confirmed') addSpan(this.#drops, key, begunAt, at)
  }

  drop({ what, begunAt, at, isConfirmed, client }: DropRecord): void {
    if (isConfirmed) addSpan(this.#drops, what, begunAt, at)
    else addSpan(this.#failedDrops, failedName(client, what), begunAt, at)
  }

  /** Which server has refused is not known, so failed flushes of the others count no more either. */
  refuse({ client }: RefusalRecord): void {
    this.#failedDrops.delete(failedName(client, EVERYTHING))
  }

  judgeRead({ key, begunAt, at, client, found }: ReadRecord): Judgement {
    if (found === undefined) return RIGHT
    const name = 'text' in found ? this.#damagedName(key, found.text) : found
    if (name === undefined) return wrong('it is no whole value of anybody')
    if ('text' in found && !this.#mayBeDamaged(begunAt, at)) return wrong('it is damaged')
    if (name.key !== key) return wrong('it is of another key')
    const write = this.#writesOf(key)[name.version]
    if (write === undefined) return wrong('it had not been written')
    if (write.outcome === 'refused') return wrong('its write was refused before it was sent')
    const { dependencies } = write
    const cause = this.#whatOutdated(write, dependencies, begunAt, client)
    if (cause !== undefined) return wrong(`what it depends on was invalidated after it was written: ${cause}`)
    const drop = this.#whatOutdated(write, [key, EVERYTHING], begunAt, client)
    if (drop === undefined) return RIGHT
    if (write.outcome === 'confirmed') return wrong(`it had been replaced or dropped: ${drop}`)
    return { verdict: 'stale', why: 'its write, whose outcome is unknown, landed late' }
  }

  /** Judges each key that was listed. One that was dropped with a dependency may be. */
  judgeList({ keys, begunAt }: ListRecord): Judgement[] {
    return keys.map((key) => {
      const writes = this.#writesOf(key)
      const isThere = (write: Write | undefined): boolean =>
        write !== undefined &&
        write.outcome !== 'refused' &&
        this.#whatOutdated(write, [key, EVERYTHING], begunAt) === undefined
      // The last are the likeliest.
      if (writes.findLast(isThere)) return RIGHT
      return writes.some((write) => write?.outcome === 'unknown')
        ? { verdict: 'stale', why: `a write of ${key}, whose outcome is unknown, may have landed late` }
        : wrong(`${key} had been dropped, or never written`)
    })
  }

  /** How one of these was dropped, for whoever begins to read now, after the write had settled; `undefined` when none was. */
  #whatOutdated(
    { settledAt = Infinity }: Write,
    names: readonly string[],
    moment: Moment,
    client?: string,
  ): string | undefined {
    for (const name of names) {
      const drops = [
        { spans: this.#drops.get(name), how: 'was dropped' },
        {
          spans: client === undefined ? undefined : this.#failedDrops.get(failedName(client, name)),
          how: 'failed to be dropped by this client',
        },
      ]
      for (const { spans, how } of drops) {
        const begunAt = spans?.latestBeginBefore(moment) ?? -Infinity
        if (begunAt > settledAt) return `${name} ${how}, begun ${milliseconds(moment - begunAt)} before`
      }
    }
    return undefined
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

function wrong(why: string): Judgement {
  return { verdict: 'wrong', why }
}

function milliseconds(time: Moment): string {
  return `${(time / 1000).toFixed(1)} ms`
}

function failedName(client: string, what: string): string {
  return `${client} ${what}`
}

function addSpan(all: Map<string, Spans>, name: string, begunAt: Moment, endedAt: Moment): void {
  let spans = all.get(name)
  if (!spans) all.set(name, (spans = new Spans()))
  spans.add(begunAt, endedAt)
}
