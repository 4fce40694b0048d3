import type { Codec } from './codec.ts'
import { isUint8Array } from './is-uint8-array.ts'
import { jsonCodec } from './json/json-codec.ts'

/** A format for all values except strings, numbers and bytes. */
export interface RichFormat {
  /** The flags of items in this format. */
  readonly flags: number
  /** @throws {CodecError} when the value cannot be stored */
  encode(value: unknown): Uint8Array
  /** @throws {CodecError} `malformed` */
  decode(value: Uint8Array): unknown
}

/**
 * Makes a codec that stores strings, numbers, booleans, `null` and bytes like `jsonCodec`, so that other
 * programs can read them. It stores all other values in the given format. It reads everything that
 * `jsonCodec` has stored.
 */
export function besideJson(format: RichFormat): Codec {
  const json = jsonCodec()
  return {
    encode: (value) =>
      isRich(value) ? { value: format.encode(value), flags: format.flags } : json.encode(value),
    decode: (value, flags) => (flags === format.flags ? format.decode(value) : json.decode(value, flags)),
  }
}

// A value that no codec can store is not rich either: `jsonCodec` then throws the error.
function isRich(value: unknown): boolean {
  if (typeof value === 'object') return value !== null && !isUint8Array(value)
  return typeof value === 'bigint' || (typeof value === 'number' && !Number.isFinite(value))
}
