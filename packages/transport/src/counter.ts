const GREATEST = 2n ** 64n - 1n

/** A delta as memcached takes it: which way, and how far, 0 to 2^64 - 1. */
export interface Delta {
  readonly isDecrement: boolean
  readonly amount: bigint
}

/**
 * Converts the `delta` of `increment` to a direction and an amount.
 *
 * @throws {TypeError} when it is neither a bigint nor a number.
 * @throws {RangeError} when a number is not a safe integer, or the amount is above 2^64 - 1.
 */
export function toDelta(delta: bigint | number): Delta {
  const exact = toBigInt(delta, 'Delta')
  const amount = exact < 0n ? -exact : exact
  if (amount > GREATEST) throw new RangeError(`Delta is ${exact}; expected at most ${GREATEST} either way`)
  return { isDecrement: exact < 0n, amount }
}

/**
 * Converts a counter's value, such as `initial` of `increment`, to its exact form.
 *
 * @throws {TypeError} when it is neither a bigint nor a number.
 * @throws {RangeError} when a number is not a safe integer, or it is not from 0 to 2^64 - 1.
 */
export function toCounter(value: bigint | number): bigint {
  const exact = toBigInt(value, 'Counter')
  if (exact < 0n || exact > GREATEST) throw new RangeError(`Counter is ${exact}; expected 0 to ${GREATEST}`)
  return exact
}

function toBigInt(value: unknown, what: string): bigint {
  if (typeof value === 'bigint') return value
  if (typeof value !== 'number')
    throw new TypeError(`${what} is of type ${typeof value}; expected a bigint or a number`)
  if (!Number.isSafeInteger(value))
    throw new RangeError(`${what} is ${value}; expected a safe integer or a bigint`)
  return BigInt(value)
}
