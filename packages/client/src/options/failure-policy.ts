/** What becomes of a call when memcached fails. */
export type FailurePolicy = 'miss' | 'throw'

/** @throws {RangeError} when it is none. */
export function assertFailurePolicy(failures: FailurePolicy): void {
  if (failures === 'miss' || failures === 'throw') return
  throw new RangeError(`failures is ${JSON.stringify(failures)}; expected 'miss' or 'throw'`)
}
