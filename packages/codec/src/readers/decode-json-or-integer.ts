import { decodeJson } from '../json/decode-json.ts'
import { decodeInteger } from '../text/decode-integer.ts'

/**
 * Returns the value of an item with flags 2. Other clients for Node.js store JSON with these flags, and
 * `jsonCodec` an integer. This function reads both. An integer beyond the safe range is exact.
 *
 * @throws {CodecError} `malformed`
 */
export function decodeJsonOrInteger(value: Uint8Array): unknown {
  return value.length > 0 && value.every(isOfInteger) ? decodeInteger(value) : decodeJson(value)
}

/** Whether the byte is a digit, a minus, or a space. memcached pads a counter with spaces. */
function isOfInteger(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || byte === 0x2d || byte === 0x20
}
