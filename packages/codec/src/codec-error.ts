/**
 * On encode, the value cannot be stored:
 *
 * - `unsupported-type`: a value, or a part of it, of a type that the codec would lose: a function, a symbol; for JSON a bigint, a `Map`,
 *   bytes inside of an object, and more
 * - `not-finite`: `NaN` or an infinity
 * - `cyclic`: the value holds itself
 * - `too-deep`: the value has more levels than the codec can write
 * - `to-json-failed`: a `toJSON` method, a getter or a reducer of the value threw an error; it is the `cause`
 *
 * On decode, the item is not what its flags say, or is somebody else's:
 *
 * - `unknown-flags`: flags that the codec does not read
 * - `malformed`: bytes that are not UTF-8, JSON, an integer or zlib data although the flags say so
 * - `too-large`: compressed data that would inflate beyond the bound
 */
export type CodecErrorCode =
  | 'unsupported-type'
  | 'not-finite'
  | 'cyclic'
  | 'too-deep'
  | 'to-json-failed'
  | 'unknown-flags'
  | 'malformed'
  | 'too-large'

/** A value that cannot be stored, or a stored item that cannot be read. Its message never shows the value. */
export class CodecError extends Error {
  readonly code: CodecErrorCode

  static {
    this.prototype.name = 'CodecError'
  }

  /** @param options the foreign error, if there is one, as `cause`; it may show parts of the value */
  constructor(code: CodecErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** Whether it is a `CodecError`, also of another copy of this package: a codec and the cache above it may each have brought their own. */
export function isCodecError(error: unknown): error is CodecError {
  return (
    error instanceof CodecError ||
    (typeof error === 'object' &&
      error !== null &&
      'name' in error &&
      error.name === 'CodecError' &&
      'code' in error)
  )
}
