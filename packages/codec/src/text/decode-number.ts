import { CodecError } from '../codec-error.ts'
import { decodeUtf8 } from './decode-utf8.ts'

// Numbers as JavaScript and PHP write them. PHP leaves out a zero before the point. More digits would be an
// attack.
const decimal = /^[+-]?(?:\d{1,4300}(?:\.\d{0,400})?|\.\d{1,400})(?:[eE][+-]?\d{1,4})? *$/
const others: ReadonlySet<string> = new Set(['NaN', 'Infinity', '-Infinity'])

/**
 * Returns the number of the bytes as text. An integer that a number cannot hold exactly becomes a bigint,
 * unless JavaScript writes that number with the same text.
 *
 * @throws {CodecError} `malformed`
 */
export function decodeNumber(value: Uint8Array): number | bigint {
  const text = decodeUtf8(value)
  if (!decimal.test(text) && !others.has(text))
    throw new CodecError('malformed', 'Stored value is a number by its flags, but not one as text')
  const number = Number(text)
  const isExact = !/^[+-]?\d+ *$/.test(text) || Number.isSafeInteger(number) || String(number) === text.trim()
  return isExact ? number : BigInt(text)
}
