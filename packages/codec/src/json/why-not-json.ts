import { CodecError } from '../codec-error.ts'
import { type JsonPart, walkJson } from './walk-json.ts'

// No engine runs out of stack this soon; what fails above it fails for its depth.
const surelyNotTooDeep = 500

/**
 * Gives the error for a value that `JSON.stringify` has thrown on: writes the value once more, and watches what comes by.
 *
 * @param cause what `JSON.stringify` threw
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
    // What it throws is the cause, or one of its kind.
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
