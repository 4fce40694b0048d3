import { decodeJson } from '../json/decode-json.ts'
import { decodeInteger } from '../text/decode-integer.ts'

/**
 * Gives the value of an item with flags 2. These are JSON to other clients for Node.js, an integer to `jsonCodec`. So both are read, and an
 * integer beyond the safe ones comes out exact.
 *
 * @throws {CodecError} `malformed`
 */
export function decodeJsonOrInteger(value: Uint8Array): unknown {
  return value.length > 0 && value.every(isOfInteger) ? decodeInteger(value) : decodeJson(value)
}

/** Whether it is a digit, a minus, or the space that memcached pads a counter with. */
function isOfInteger(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || byte === 0x2d || byte === 0x20
}
