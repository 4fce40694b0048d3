/** @module plain-json */

import { CodecError } from './codec-error.ts'
import type { Codec } from './codec.ts'
import { decodeJson } from './json/decode-json.ts'
import type { JsonCodecOptions } from './json/json-codec.ts'
import { toJson } from './json/to-json.ts'
import { encodeUtf8 } from './text/encode-utf8.ts'

/**
 * Makes the codec for sharing a cache with other languages: each value is JSON with flags 0. All clients of
 * all languages return such an item unchanged, as a string or as bytes. A program in another language parses
 * it, and stores JSON in the same way.
 *
 * A string is JSON too, in quotes. Bytes throw, since JSON has none. Stored JSON has no line ends, which some
 * clients cannot read.
 *
 * @throws {TypeError} when `strict` is not a boolean
 */
export function plainJsonCodec({ strict = true }: JsonCodecOptions = {}): Codec {
  if (typeof strict !== 'boolean') throw new TypeError(`strict is ${String(strict)}; it is true or false`)
  return {
    encode: (value) => ({ value: encodeUtf8(encode(value, strict)), flags: 0 }),
    decode(value, flags) {
      if (flags === 0) return decodeJson(value)
      throw new CodecError(
        'unknown-flags',
        `Stored value has flags ${flags}, which plainJsonCodec() does not read; another program wrote it`,
      )
    },
  }
}

function encode(value: unknown, strict: boolean): string {
  if (ArrayBuffer.isView(value))
    throw new CodecError('unsupported-type', 'Cannot store bytes as JSON; pass a text, such as their base64')
  if (typeof value === 'number' && !Number.isFinite(value))
    throw new CodecError(
      'not-finite',
      `Cannot store ${value}: JSON would write null; store null or a string instead`,
    )
  if (Object.is(value, -0)) return '-0'
  return toJson(value, strict)
}
