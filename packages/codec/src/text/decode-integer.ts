import { CodecError } from '../codec-error.ts'
import { decodeUtf8 } from './decode-utf8.ts'

// memcached pads a counter with spaces when `decr` makes it shorter. More digits than Python's limit are an
// attack: the time to read a number grows faster than its length.
const decimal = /^-?\d{1,4300} *$/

/**
 * Returns the integer of the bytes as decimal text: a number, or a bigint when a number would not be exact.
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
  // `+ 0` turns the -0 of the text "-0" into 0: an integer has one zero.
  return Number.isSafeInteger(integer) ? integer + 0 : BigInt(text)
}
