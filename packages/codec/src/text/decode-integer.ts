import { CodecError } from '../codec-error.ts'
import { decodeUtf8 } from './decode-utf8.ts'

// memcached pads a counter with spaces when `decr` makes it shorter. More digits than Python's own limit are no number
// but an attack: the time to read them grows faster than they do.
const decimal = /^-?\d{1,4300} *$/

/**
 * Gives the integer that the bytes are as decimal text: a number, or a bigint where a number would not be exact.
 *
 * @throws {CodecError} `malformed`
 * @see https://github.com/memcached/memcached/blob/master/doc/protocol.txt "Increment/Decrement"
 * @see https://docs.python.org/3/library/stdtypes.html "Integer string conversion length limitation"
 */
export function decodeInteger(value: Uint8Array): number | bigint {
  const text = decodeUtf8(value)
  if (!decimal.test(text)) {
    throw new CodecError(
      'malformed',
      'Stored value is an integer by its flags, but not one in decimal digits',
    )
  }
  const integer = Number(text)
  // Adding 0 makes 0 of the -0 that the text "-0" is: an integer has one zero.
  return Number.isSafeInteger(integer) ? integer + 0 : BigInt(text)
}
