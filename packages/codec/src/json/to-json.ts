import { CodecError } from '../codec-error.ts'
import { isKeptByJson } from './is-kept-by-json.ts'
import { jsonLoss } from './json-loss.ts'
import { walkJson } from './walk-json.ts'
import { whyNotJson } from './why-not-json.ts'

/**
 * Returns the JSON text of the value by the rules of `JSON.stringify`: it calls `toJSON` methods, and leaves
 * out properties that are `undefined`.
 *
 * @param isStrict whether a lost part throws. A value that is lost as a whole always throws.
 * @throws {CodecError} `unsupported-type`, `not-finite`, `cyclic`, `too-deep`, `to-json-failed`
 */
export function toJson(value: unknown, isStrict: boolean): string {
  const text = stringify(value)
  if (text === undefined) throw nothingToStore(value)
  const isWhole = isStrict ? isKeptByJson(value) : text !== '{}'
  if (!isWhole) assertNothingLost(value, isStrict)
  return text
}

function stringify(value: unknown): string | undefined {
  try {
    return JSON.stringify(value)
  } catch (error) {
    throw whyNotJson(value, error)
  }
}

function assertNothingLost(value: unknown, isStrict: boolean): void {
  let error: CodecError | undefined
  try {
    error = walkJson(value, (part) => (isStrict || part.depth === 0 ? jsonLoss(part) : undefined))
  } catch (cause) {
    throw whyNotJson(value, cause)
  }
  if (error !== undefined) throw error
}

function nothingToStore(value: unknown): CodecError {
  const type = typeof value
  if (type === 'undefined')
    return new CodecError('unsupported-type', 'Cannot store undefined; store null instead')
  if (type === 'object')
    return new CodecError('unsupported-type', 'Cannot store an object whose toJSON() gives nothing')
  return new CodecError('unsupported-type', `Cannot store a ${type}; store plain data`)
}
