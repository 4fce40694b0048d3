/** Microseconds on a clock that all processes of a machine share and that never goes back. */
export type Moment = number

/** What time it is. */
export function now(): Moment {
  return Number(process.hrtime.bigint() / 1000n)
}
