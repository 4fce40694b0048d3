import type { StandardSchemaV1 } from '@standard-schema/spec'

/**
 * - `invalid-value`: a value to store does not fit the schema; nothing was sent
 * - `invalid-stored-value`: a stored value does not fit the schema, and is a miss
 */
export type SchemaErrorCode = 'invalid-value' | 'invalid-stored-value'

/** A value that does not fit the schema of its view. */
export class SchemaError extends Error {
  readonly code: SchemaErrorCode
  /**
   * The issues, as the library of the schema reports them. Empty for `invalid-stored-value`: some libraries
   * quote the value, and a reported failure holds no values.
   */
  readonly issues: readonly StandardSchemaV1.Issue[]

  static {
    this.prototype.name = 'SchemaError'
  }

  constructor(code: SchemaErrorCode, message: string, issues: readonly StandardSchemaV1.Issue[] = []) {
    super(message)
    this.code = code
    // Issues of some libraries also hold the value.
    this.issues = issues.map(({ message: why, path }) => ({ message: why, path }))
  }
}
