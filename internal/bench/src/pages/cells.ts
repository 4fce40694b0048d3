import type { Milliseconds } from '@lmc/transport'

/** What a table says where there is no figure. */
export const NO_FIGURE = '-'

/** A time as a table says it. */
export function toTime(time: Milliseconds | undefined): string {
  return time === undefined ? NO_FIGURE : `${time.toFixed(2)} ms`
}
