import { assertBytes } from './assert-bytes.ts'
import { assertLifetime } from '../lifetime.ts'
import type { StoreOptions } from '../transport.ts'

const GREATEST_FLAGS = 2 ** 32 - 1

/**
 * Returns if `value` is bytes and the options are in range.
 *
 * @throws {TypeError} when `value` is no `Uint8Array`, or the flags or the lifetime are no numbers.
 * @throws {RangeError} when the flags are not an unsigned 32-bit number, or the lifetime is not a whole number from 0 on.
 */
export function assertStorable(value: unknown, options: StoreOptions = {}): asserts value is Uint8Array {
  assertBytes(value)
  const { flags, lifetime } = options
  if (lifetime !== undefined) assertLifetime(lifetime)
  if (flags === undefined) return
  if (typeof flags !== 'number') throw new TypeError(`Flags are of type ${typeof flags}; expected a number`)
  if (!Number.isInteger(flags) || flags < 0 || flags > GREATEST_FLAGS) {
    throw new RangeError(`Flags are ${String(flags)}; expected a whole number from 0 to ${GREATEST_FLAGS}`)
  }
}
