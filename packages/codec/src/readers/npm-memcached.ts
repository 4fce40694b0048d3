/** @module npm-memcached */

import { CodecError } from '../codec-error.ts'
import type { Decoder } from '../codec.ts'
import { decodeNumber } from '../text/decode-number.ts'
import { decodeUtf8 } from '../text/decode-utf8.ts'
import { encodeUtf8 } from '../text/encode-utf8.ts'
import { decodeJsonOrInteger } from './decode-json-or-integer.ts'
import { unknownFlags } from './unknown-flags.ts'

/**
 * No flags, and the flags `FLAG_JSON`, `FLAG_BINARY` and `FLAG_NUMERIC` in `lib/memcached.js` of memcached
 * 2.2.2.
 */
const [TEXT, JSON_VALUE, BINARY, NUMERIC]: readonly [number, number, number, number] = [0, 2, 4, 8]

/**
 * Makes the reader for items of npm's `memcached`.
 *
 * - A `Buffer` becomes a `Uint8Array`.
 * - The reader also reads the integers of `jsonCodec`. It takes bytes of `jsonCodec` for a string when they
 *   are UTF-8.
 */
export function npmMemcachedReader(): Decoder {
  return {
    decode(value, flags) {
      switch (flags) {
        case TEXT:
          return decodeEscaped(value)
        case JSON_VALUE:
          return decodeJsonOrInteger(encodeUtf8(decodeEscaped(value)))
        case BINARY:
          return toBytes(decodeEscaped(value))
        case NUMERIC:
          return decodeNumber(value)
        default:
          throw unknownFlags('npmMemcachedReader()', flags)
      }
    },
  }
}

/** The client puts a backslash before each CR and LF. */
function decodeEscaped(value: Uint8Array): string {
  return decodeUtf8(value).replaceAll(/\\([\r\n])/g, '$1')
}

/** The client stores bytes as the UTF-8 of as many characters. */
function toBytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length)
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code > 0xff)
      throw new CodecError(
        'malformed',
        'Stored value is a Buffer by its flags, but has characters above U+00FF',
      )
    bytes[index] = code
  }
  return bytes
}
