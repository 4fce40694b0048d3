import { assertBytes } from './assert-bytes.ts'
import { assertFlags } from './assert-flags.ts'
import { assertLifetime } from '../lifetime.ts'
import type { StoreOptions } from '../contract/transport.ts'

/**
 * Returns if `value` is bytes and the options are in range.
 *
 * @throws {TypeError} when `value` is no `Uint8Array`, or the flags or the lifetime are no numbers.
 * @throws {RangeError} when the flags are not an unsigned 32-bit number, or the lifetime is not a whole
 *   number from 0 on.
 */
export function assertStorable(value: unknown, options: StoreOptions = {}): asserts value is Uint8Array {
  assertBytes(value)
  const { flags, lifetime } = options
  if (lifetime !== undefined) assertLifetime(lifetime)
  if (flags !== undefined) assertFlags(flags)
}
