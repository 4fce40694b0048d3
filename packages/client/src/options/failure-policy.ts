import { assertType } from './assert-type.ts'

/** What a call does when memcached fails: resolve as a miss, or throw. */
export type FailurePolicy = 'miss' | 'throw'

/** Returns the value of a call; after a failure it is that of a miss. `throw`: throws the error instead. */
export function settleBy<T>(policy: FailurePolicy, error: Error | undefined, value: T): T {
  if (error !== undefined && policy === 'throw') throw error
  return value
}

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
