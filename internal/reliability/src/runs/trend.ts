import { median } from '@lmc/report'

/** What a figure has come to in the course of a run. */
export interface Trend {
  readonly name: string
  /** The medians of the first and of the last third. */
  readonly first: number
  readonly last: number
  readonly grows: boolean
}

/** How much the last third may be above the first before that counts as growth. */
export interface Tolerance {
  /** In the unit of the figure. */
  readonly absolute: number
  /** As a part of the first, 0 and up. */
  readonly relative: number
}

/**
 * Compares the first third of the figures with the last: medians, since single ones depend on which fault is
 * being played.
 *
 * @throws {RangeError} for fewer than three.
 */
export function trendOf(name: string, figures: readonly number[], { absolute, relative }: Tolerance): Trend {
  const third = Math.floor(figures.length / 3)
  if (third === 0) throw new RangeError(`There are ${figures.length} samples; expected 3 at least`)
  const first = median(figures.slice(0, third))
  const last = median(figures.slice(-third))
  return { name, first, last, grows: last > first * (1 + relative) + absolute }
}
