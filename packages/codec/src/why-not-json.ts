import { CodecError } from './codec-error.ts'

// No engine runs out of stack this soon; what fails above it fails for its depth.
const surelyNotTooDeep = 500

/**
 * Gives the error for a value that `JSON.stringify` has thrown on: writes it once more, and watches what comes by.
 *
 * @param cause what `JSON.stringify` threw
 */
export function whyNotJson(value: unknown, cause: unknown): CodecError {
  const holders: unknown[] = []
  let depth = 0
  try {
    JSON.stringify(value, function (this: unknown, _name: string, child: unknown) {
      if (typeof child === 'bigint') throw bigint(cause)
      if (typeof child !== 'object' || child === null) return child
      holders.length = holders.lastIndexOf(this) + 1
      if (holders.includes(child)) throw cyclic(cause)
      depth = Math.max(depth, holders.push(child))
      return child
    })
  } catch (error) {
    if (error instanceof CodecError) return error
  }
  return cause instanceof RangeError && depth > surelyNotTooDeep ? tooDeep(cause) : toJsonFailed(cause)
}

function bigint(cause: unknown): CodecError {
  const advice = 'write it as a string, or give BigInt.prototype a toJSON() method'
  return new CodecError('unsupported-type', `Cannot store a bigint, which JSON does not have; ${advice}`, {
    cause,
  })
}

function cyclic(cause: unknown): CodecError {
  const advice = 'leave the way back out, for instance by a toJSON() method'
  return new CodecError('cyclic', `Cannot store an object that holds itself; ${advice}`, { cause })
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
