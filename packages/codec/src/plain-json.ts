import { CodecError } from './codec-error.ts'
import type { Codec } from './codec.ts'
import { decodeJson } from './json/decode-json.ts'
import type { JsonCodecOptions } from './json/json-codec.ts'
import { toJson } from './json/to-json.ts'
import { encodeUtf8 } from './text/encode-utf8.ts'

/**
 * Makes the codec that everybody can read: each value is JSON at flags 0, which all clients of all languages give as it is, as a text or as
 * bytes. A program in another language parses it, and stores JSON in the same way.
 *
 * A text is JSON too, in its quotes. Bytes are refused: JSON has none. There is no line end in what is stored, which some clients stumble over.
 *
 * @throws {TypeError} when an option is of another type
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
