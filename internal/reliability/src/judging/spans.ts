import type { Moment } from './moment.ts'

/** Spans of time in each of which something was carried out, whenever exactly. */
export class Spans {
  readonly #ends: Moment[] = []
  /** The latest begin of those up to the one at this place. */
  readonly #latestBegins: Moment[] = []

  /** Adds a span that ended no earlier than those before it. */
  add(begunAt: Moment, endedAt: Moment): void {
    this.#ends.push(endedAt)
    this.#latestBegins.push(Math.max(begunAt, this.#latestBegins.at(-1) ?? -Infinity))
  }

  /**
   * When the one of those that had ended before this moment began that began last; `-Infinity` when none had.
   */
  latestBeginBefore(moment: Moment): Moment {
    let low = 0
    let high = this.#ends.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#ends[middle] ?? Infinity) < moment) low = middle + 1
      else high = middle
    }
    return this.#latestBegins[low - 1] ?? -Infinity
  }
}
