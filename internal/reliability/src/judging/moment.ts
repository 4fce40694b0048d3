/** Microseconds on a clock that all processes of a machine share. The clock never goes back. */
export type Moment = number

/** The present moment. */
export function now(): Moment {
  return Number(process.hrtime.bigint() / 1000n)
}
