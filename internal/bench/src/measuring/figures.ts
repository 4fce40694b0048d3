import { median, quantile } from '@lmc/report'
import type { Milliseconds } from '@lmc/transport'
import type { Sample } from './sample.ts'

/** The figures of one contender, over all rounds. */
export interface Figures {
  /** Median. */
  readonly callsPerSecond: number
  /** Half the distance of the quartiles, as a share of the median. */
  readonly spread: number
  /** Median, microseconds. */
  readonly cpuPerCall: number
  /** Median; `undefined` where no call is timed. */
  readonly p50: Milliseconds | undefined
  /** Median; `undefined` where no call is timed. */
  readonly p99: Milliseconds | undefined
}

/** @throws {RangeError} when there are no samples. */
export function toFigures(samples: readonly Sample[]): Figures {
  const rates = samples.map(({ callsPerSecond }) => callsPerSecond)
  const callsPerSecond = median(rates)
  return {
    callsPerSecond,
    spread: (quantile(rates, 0.75) - quantile(rates, 0.25)) / 2 / callsPerSecond,
    cpuPerCall: median(samples.map(({ cpuPerCall }) => cpuPerCall)),
    p50: medianOf(samples.map(({ p50 }) => p50)),
    p99: medianOf(samples.map(({ p99 }) => p99)),
  }
}

/** Calls per second, as a multiple of the other's. `undefined`: the other has no figures. */
export function ratio(figures: Figures, other: Figures | undefined): number | undefined {
  return other && figures.callsPerSecond / other.callsPerSecond
}

function medianOf(times: readonly (Milliseconds | undefined)[]): Milliseconds | undefined {
  const known = times.filter((time) => time !== undefined)
  return known.length === 0 ? undefined : median(known)
}
