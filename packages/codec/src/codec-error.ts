/**
 * On encode, the value cannot be stored:
 *
 * - `unsupported-type`: the codec would lose the value or a part of it, such as a function or a symbol. JSON
 *   also loses a bigint, a `Map`, and bytes inside an object.
 * - `not-finite`: `NaN` or an infinity
 * - `cyclic`: the value holds itself
 * - `too-deep`: the value has more levels than the codec can write
 * - `to-json-failed`: a `toJSON` method, a getter or a reducer of the value threw; that error is the `cause`
 *
 * On decode, the item does not fit its flags, or belongs to another program:
 *
 * - `unknown-flags`: the codec does not read these flags
 * - `malformed`: the flags say UTF-8, JSON, an integer or zlib data, and the bytes are something else
 * - `too-large`: the compressed data would expand beyond the bound
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

  /** @param options a foreign error as `cause`, if there is one. The cause may show parts of the value. */
  constructor(code: CodecErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/**
 * Whether the error is a `CodecError`, also from another copy of this package. A codec and the cache that
 * uses it may each load a copy.
 */
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
