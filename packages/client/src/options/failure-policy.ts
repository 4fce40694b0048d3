/** What becomes of a call when memcached fails. */
export type FailurePolicy = 'miss' | 'throw'

/** @throws {RangeError} when it is none. */
export function assertFailurePolicy(failures: FailurePolicy): void {
  if (failures === 'miss' || failures === 'throw') return
  const given: unknown = failures
  const came = typeof given === 'string' ? JSON.stringify(given.slice(0, 40)) : `of type ${typeof given}`
  throw new RangeError(`failures is ${came}; expected 'miss' or 'throw'`)
}
