import { type DropRecord, EVERYTHING, type RefusalRecord } from './history-record.ts'
import type { Moment } from './moment.ts'
import { Spans } from './spans.ts'

/** Knows when the value of a name was replaced or dropped, and when a client failed to drop it. */
export class Drops {
  readonly #drops = new Map<string, Spans>()
  /** By the name of the client and the name of the value. */
  readonly #failed = new Map<string, Spans>()

  add({ what, begunAt, at, isConfirmed, client }: DropRecord): void {
    if (isConfirmed) this.replace(what, begunAt, at)
    else addSpan(this.#failed, failedName(client, what), begunAt, at)
  }

  /**
   * The refusing server is not known, so the failed flushes of other servers do not count any more either.
   */
  refuse({ client }: RefusalRecord): void {
    this.#failed.delete(failedName(client, EVERYTHING))
  }

  /** Notes that another value was stored under the name. */
  replace(what: string, begunAt: Moment, at: Moment): void {
    addSpan(this.#drops, what, begunAt, at)
  }

  /**
   * How one of these names was dropped, for a read that begins at `moment`. Only drops that began after
   * `since` count. `undefined`: there was no drop.
   *
   * @param isBlind whether the reader knows only its own failed drops.
   */
  after(
    since: Moment,
    names: readonly string[],
    moment: Moment,
    client?: string,
    isBlind = false,
  ): string | undefined {
    for (const name of names) {
      const drops = [
        { spans: isBlind ? undefined : this.#drops.get(name), how: 'was dropped' },
        {
          spans: client === undefined ? undefined : this.#failed.get(failedName(client, name)),
          how: 'failed to be dropped by this client',
        },
      ]
      for (const { spans, how } of drops) {
        const begunAt = spans?.latestBeginBefore(moment) ?? -Infinity
        if (begunAt > since) return `${name} ${how}, begun ${milliseconds(moment - begunAt)} before`
      }
    }
    return undefined
  }
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
