/// <reference lib="es2024.string" />
import { CodecError } from '../codec-error.ts'
import type { Codec, Encoded } from '../codec.ts'
import { Flag } from '../flag.ts'
import { isUint8Array } from '../is-uint8-array.ts'
import { decodeInteger } from '../text/decode-integer.ts'
import { decodeUtf8 } from '../text/decode-utf8.ts'
import { encodeUtf8 } from '../text/encode-utf8.ts'
import { decodeJson } from './decode-json.ts'
import { toJson } from './to-json.ts'

/** The options of `jsonCodec`. */
export interface JsonCodecOptions {
  /**
   * Whether `encode` throws when JSON would lose a part of the value, at any depth: a `Map` becomes `{}`,
   * `NaN` becomes `null`. Default `true`. With `false` such a part is lost silently, like with
   * `JSON.stringify`.
   */
  readonly strict?: boolean
}

/**
 * With `json` alone, Python's clients raise an error in the middle of a reply. With `text` beside it they do
 * not.
 */
const jsonText = Flag.text | Flag.json

/**
 * Makes the codec that stores strings, integers and bytes as other languages do, and all other values as
 * JSON.
 *
 * - Bytes are a `Uint8Array`, also in the form of a `Buffer`, and come back as `Uint8Array`. They are never
 *   copied.
 * - An integer beyond the safe range comes back as a bigint. Only another program can have stored such an
 *   integer.
 *
 * @throws {TypeError} when `strict` is not a boolean
 */
export function jsonCodec({ strict = true }: JsonCodecOptions = {}): Codec {
  if (typeof strict !== 'boolean') throw new TypeError(`strict is ${String(strict)}; it is true or false`)
  return { encode: (value) => encode(value, strict), decode }
}

function encode(value: unknown, strict: boolean): Encoded {
  if (typeof value === 'string') return encodeString(value)
  if (typeof value === 'number') return encodeNumber(value)
  if (ArrayBuffer.isView(value)) return encodeView(value)
  return encodeText(toJson(value, strict), jsonText)
}

function encodeString(value: string): Encoded {
  // UTF-8 has no lone surrogates; JSON escapes them.
  return value.isWellFormed() ? encodeText(value, Flag.text) : encodeText(JSON.stringify(value), jsonText)
}

function encodeNumber(value: number): Encoded {
  if (!Number.isFinite(value)) {
    throw new CodecError(
      'not-finite',
      `Cannot store ${value}: JSON would write null; store null or a string instead`,
    )
  }
  if (Object.is(value, -0)) return encodeText('-0', jsonText)
  return encodeText(String(value), Number.isSafeInteger(value) ? Flag.integer : jsonText)
}

function encodeView(value: ArrayBufferView): Encoded {
  if (isUint8Array(value)) return { value, flags: Flag.bytes }
  const type = Object.prototype.toString.call(value).slice('[object '.length, -1)
  const advice = 'pass new Uint8Array(value.buffer, value.byteOffset, value.byteLength)'
  throw new CodecError('unsupported-type', `Cannot store a value of type ${type}; ${advice}`)
}

function encodeText(text: string, flags: number): Encoded {
  return { value: encodeUtf8(text), flags }
}

function decode(value: Uint8Array, flags: number): unknown {
  switch (flags) {
    case jsonText:
    case Flag.json:
      return decodeJson(value)
    case Flag.text:
      return decodeUtf8(value)
    case Flag.integer:
    case Flag.long:
      return decodeInteger(value)
    case Flag.bytes:
      // A transport may pass a Buffer, and the user must get a plain Uint8Array.
      return new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
    default:
      throw unknownFlags(flags)
  }
}

const readers: ReadonlyMap<number, string> = new Map([
  [Flag.text | Flag.structured, 'read it by structuredCodec() of @lmc/codec/structured'],
  [Flag.pickle | Flag.msgpack, 'read it by msgpackCodec() of @lmc/codec/msgpack'],
])

function unknownFlags(flags: number): CodecError {
  const isCompressed = (flags & Flag.compressed) !== 0
  const advice = isCompressed
    ? 'it is compressed: read it by compressed(jsonCodec()) of @lmc/codec/compressed'
    : (readers.get(flags) ?? 'another program wrote it')
  return new CodecError(
    'unknown-flags',
    `Stored value has flags ${flags}, which jsonCodec() does not read; ${advice}`,
  )
}
