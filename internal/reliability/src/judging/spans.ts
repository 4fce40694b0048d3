import type { Moment } from './moment.ts'

/** Spans of time. In each of them something was carried out, at an unknown moment. */
export class Spans {
  readonly #ends: Moment[] = []
  /** The latest beginning of all spans up to the one at this index. */
  readonly #latestBegins: Moment[] = []

  /** Adds a span. Spans are added in the order of their ends. */
  add(begunAt: Moment, endedAt: Moment): void {
    this.#ends.push(endedAt)
    this.#latestBegins.push(Math.max(begunAt, this.#latestBegins.at(-1) ?? -Infinity))
  }

  /** The latest beginning of the spans that ended before `moment`. `-Infinity`: there are none. */
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
