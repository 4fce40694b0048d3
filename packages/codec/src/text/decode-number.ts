import { CodecError } from '../codec-error.ts'
import { decodeUtf8 } from './decode-utf8.ts'

// As JavaScript and PHP write numbers: PHP leaves out a zero before the point. More digits would be no number but an attack.
const decimal = /^[+-]?(?:\d{1,4300}(?:\.\d{0,400})?|\.\d{1,400})(?:[eE][+-]?\d{1,4})? *$/
const others: ReadonlySet<string> = new Set(['NaN', 'Infinity', '-Infinity'])

/**
 * Gives the number that the bytes are as text. An integer that a number would not hold exactly is given as a bigint, unless the text is
 * what JavaScript writes for that number.
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
