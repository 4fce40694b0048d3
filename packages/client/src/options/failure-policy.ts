import { assertType } from './assert-type.ts'

/** What a call does when memcached fails: resolve as a miss, or throw. */
export type FailurePolicy = 'miss' | 'throw'

/**
 * @throws {TypeError} when it is not a string.
 * @throws {RangeError} when it is another string.
 */
export function assertFailurePolicy(failures: FailurePolicy): void {
  if (failures === 'miss' || failures === 'throw') return
  assertType('failures', failures, 'string')
  const given: string = failures
  throw new RangeError(`failures is ${JSON.stringify(given.slice(0, 40))}; expected 'miss' or 'throw'`)
}
