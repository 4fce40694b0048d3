import { median } from '@lmc/report'

/** The course of a figure during a run. */
export interface Trend {
  readonly name: string
  /** The medians of the first and of the last third. */
  readonly first: number
  readonly last: number
  readonly grows: boolean
}

/** How much the last third may exceed the first without counting as growth. */
export interface Tolerance {
  /** In the unit of the figure. */
  readonly absolute: number
  /** As a share of the first third, from 0. */
  readonly relative: number
}

/**
 * Compares the first third of the figures with the last third. Uses medians, since single figures depend on
 * the faults of the moment.
 *
 * @throws {RangeError} for fewer than three figures.
 */
export function trendOf(name: string, figures: readonly number[], { absolute, relative }: Tolerance): Trend {
  const third = Math.floor(figures.length / 3)
  if (third === 0) throw new RangeError(`There are ${figures.length} samples; expected 3 at least`)
  const first = median(figures.slice(0, third))
  const last = median(figures.slice(-third))
  return { name, first, last, grows: last > first * (1 + relative) + absolute }
}
