import { CodecError } from '../codec-error.ts'
import { decodeUtf8 } from '../text/decode-utf8.ts'

/**
 * Gives the value that the bytes are as JSON. `__proto__` in it is an own property like any other.
 *
 * @throws {CodecError} `malformed`
 */
export function decodeJson(value: Uint8Array): unknown {
  const text = decodeUtf8(value)
  try {
    return JSON.parse(text)
  } catch {
    // What `JSON.parse` throws quotes the value.
    throw new CodecError('malformed', 'Stored value is JSON by its flags, but cannot be parsed')
  }
}
