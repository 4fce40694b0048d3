const GREATEST_FLAGS = 2 ** 32 - 1

/**
 * Returns if flags are an unsigned 32-bit number.
 *
 * @throws {TypeError} when they are no number.
 * @throws {RangeError} when they are another number.
 */
export function assertFlags(flags: unknown): asserts flags is number {
  if (typeof flags !== 'number') throw new TypeError(`Flags are of type ${typeof flags}; expected a number`)
  if (Number.isInteger(flags) && flags >= 0 && flags <= GREATEST_FLAGS) return
  throw new RangeError(`Flags are ${String(flags)}; expected a whole number from 0 to ${GREATEST_FLAGS}`)
}
