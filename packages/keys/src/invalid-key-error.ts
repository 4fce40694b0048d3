/**
 * - `unsupported-type`: not a string, number, boolean, `null`, array, plain object or an object with a
 *   `[cacheKey]` method; also an array hole
 * - `unsupported-property`: a symbol as the name of an own enumerable property, or a named property on an
 *   array
 * - `not-finite`: `NaN` or an infinity
 * - `cyclic`: an array or object that holds itself, or whose `[cacheKey]` method returns the object itself
 * - `too-deep`: more than 500 levels
 * - `too-long`: a key or a namespace of more than 1,048,576 characters
 * - `namespace`: a namespace that is not a string
 * - `raw-type`: a raw key that is not a string
 * - `raw-length`: an empty raw key, or one of more than 250 bytes with its namespace
 * - `raw-character`: a raw key or its namespace has a space, a control character or half of a surrogate pair.
 *   Without `'utf8'`: it has a character outside ASCII.
 */
export type InvalidKeyErrorCode =
  | 'unsupported-type'
  | 'unsupported-property'
  | 'not-finite'
  | 'cyclic'
  | 'too-deep'
  | 'too-long'
  | 'namespace'
  | 'raw-type'
  | 'raw-length'
  | 'raw-character'

/**
 * A cache key or namespace that cannot become a memcached key. This is a mistake of the caller, never of a
 * server.
 */
export class InvalidKeyError extends Error {
  readonly code: InvalidKeyErrorCode

  static {
    this.prototype.name = 'InvalidKeyError'
  }

  constructor(code: InvalidKeyErrorCode, message: string) {
    super(message)
    this.code = code
  }
}

/**
 * Whether the error is an `InvalidKeyError`, also from another copy of this package: `import` and `require`
 * load one each.
 */
export function isInvalidKeyError(error: unknown): error is InvalidKeyError {
  return (
    error instanceof InvalidKeyError ||
    (typeof error === 'object' &&
      error !== null &&
      'name' in error &&
      error.name === 'InvalidKeyError' &&
      'code' in error)
  )
}
