/**
 * Asserts that an option is a number of bytes, at least `min`.
 *
 * @throws {TypeError} when it is not a number
 * @throws {RangeError} when it is not an integer in its range
 */
export function assertByteCount(min: number, name: string, value: unknown): void {
  if (typeof value !== 'number')
    throw new TypeError(`${name} is of type ${typeof value}; it is a number of bytes`)
  if (Number.isSafeInteger(value) && value >= min) return
  throw new RangeError(`${name} is ${value}; it is a number of bytes, an integer from ${min}`)
}
