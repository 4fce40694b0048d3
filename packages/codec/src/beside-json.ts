import type { Codec } from './codec.ts'
import { isUint8Array } from './is-uint8-array.ts'
import { jsonCodec } from './json/json-codec.ts'

/** A format for values that are more than a text, a number or bytes. */
export interface RichFormat {
  /** What items of the format have for flags. */
  readonly flags: number
  /** @throws {CodecError} when the value cannot be stored */
  encode(value: unknown): Uint8Array
  /** @throws {CodecError} `malformed` */
  decode(value: Uint8Array): unknown
}

/**
 * Makes a codec that keeps texts, numbers, booleans, `null` and bytes as `jsonCodec` does, so that others can read them, and all else in
 * the given format. It reads whatever `jsonCodec` has stored.
 */
export function besideJson(format: RichFormat): Codec {
  const json = jsonCodec()
  return {
    encode: (value) =>
      isRich(value) ? { value: format.encode(value), flags: format.flags } : json.encode(value),
    decode: (value, flags) => (flags === format.flags ? format.decode(value) : json.decode(value, flags)),
  }
}

// What nobody can store counts as not rich: `jsonCodec` says so.
function isRich(value: unknown): boolean {
  if (typeof value === 'object') return value !== null && !isUint8Array(value)
  return typeof value === 'bigint' || (typeof value === 'number' && !Number.isFinite(value))
}
