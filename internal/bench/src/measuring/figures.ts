import { median, quantile } from '@lmc/report'
import type { Sample } from './sample.ts'

/** What the rounds of one contender came to. */
export interface Figures {
  /** Median. */
  readonly callsPerSecond: number
  /** Half of the rounds lie so close around the median: half the distance of the quartiles, as a share of the median. */
  readonly spread: number
  /** Median, microseconds. */
  readonly cpuPerCall: number
  /** Median, milliseconds. */
  readonly p99: number
}

/** @throws {RangeError} when there is no sample. */
export function toFigures(samples: readonly Sample[]): Figures {
  const rates = samples.map(({ callsPerSecond }) => callsPerSecond)
  const callsPerSecond = median(rates)
  return {
    callsPerSecond,
    spread: (quantile(rates, 0.75) - quantile(rates, 0.25)) / 2 / callsPerSecond,
    cpuPerCall: median(samples.map(({ cpuPerCall }) => cpuPerCall)),
    p99: median(samples.map(({ p99 }) => p99)),
  }
}

/** How many times as many calls a second as the other; `undefined` where the other has no figures. */
export function ratio(figures: Figures, other: Figures | undefined): number | undefined {
  return other && figures.callsPerSecond / other.callsPerSecond
}
