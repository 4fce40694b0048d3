/** `error.type` of what is no error. */
const OTHER = '_OTHER'

/**
 * The class of an error: its code, such as `timeout` of a `TransportError`, or its name. `_OTHER` for what
 * was thrown and is no error.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/registry/attributes/error/
 */
export function errorType(error: Error | undefined): string {
  if (error === undefined) return OTHER
  const code = 'code' in error ? error.code : undefined
  if (typeof code === 'string' && code !== '') return code
  return error.name === '' ? OTHER : error.name
}
