import { CodecError } from '../codec-error.ts'
import { type JsonPart, walkJson } from './walk-json.ts'

// No engine runs out of stack at this depth. A `RangeError` at a greater depth means too many levels.
const surelyNotTooDeep = 500

/**
 * Returns the error for a value on which `JSON.stringify` has thrown. Writes the value a second time, and
 * watches its parts.
 *
 * @param cause the error of `JSON.stringify`
 */
export function whyNotJson(value: unknown, cause: unknown): CodecError {
  let depth = 0
  const look = (part: JsonPart): CodecError | undefined => {
    depth = Math.max(depth, part.depth)
    if (typeof part.written === 'bigint') return bigint(part, cause)
    return part.isCyclic ? cyclic(part, cause) : undefined
  }
  try {
    const error = walkJson(value, look)
    if (error !== undefined) return error
  } catch {
    // The error is the cause itself, or one like it.
  }
  return cause instanceof RangeError && depth > surelyNotTooDeep ? tooDeep(cause) : toJsonFailed(cause)
}

function bigint(part: JsonPart, cause: unknown): CodecError {
  const advice = 'write it as a string, or take structuredCodec()'
  const message = `Cannot store a bigint${placeOf(part)}, which JSON does not have; ${advice}`
  return new CodecError('unsupported-type', message, { cause })
}

function cyclic(part: JsonPart, cause: unknown): CodecError {
  const advice = 'leave the way back out, or take structuredCodec()'
  return new CodecError('cyclic', `Cannot store an object that holds itself${placeOf(part)}; ${advice}`, {
    cause,
  })
}

function placeOf(part: JsonPart): string {
  return part.depth === 0 ? '' : ` at ${part.path()}`
}

function tooDeep(cause: unknown): CodecError {
  return new CodecError('too-deep', 'Cannot store an object of so many levels as JSON; make it flatter', {
    cause,
  })
}

function toJsonFailed(cause: unknown): CodecError {
  return new CodecError(
    'to-json-failed',
    'Cannot store a value that JSON.stringify fails on; see the cause',
    { cause },
  )
}
