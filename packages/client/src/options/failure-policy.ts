import { assertType } from './assert-type.ts'

/** What becomes of a call when memcached fails. */
export type FailurePolicy = 'miss' | 'throw'

/**
 * @throws {TypeError} when it is no text.
 * @throws {RangeError} when it is another one.
 */
export function assertFailurePolicy(failures: FailurePolicy): void {
  if (failures === 'miss' || failures === 'throw') return
  assertType('failures', failures, 'string')
  const given: string = failures
  throw new RangeError(`failures is ${JSON.stringify(given.slice(0, 40))}; expected 'miss' or 'throw'`)
}
