import { CodecError, isCodecError } from '../codec-error.ts'
import { decodeUtf8 } from '../text/decode-utf8.ts'

/**
 * Returns the value of the bytes as JSON. `__proto__` in the JSON becomes an own property like any other.
 *
 * @param revive what `JSON.parse` calls for each part; a `CodecError` of it passes
 * @throws {CodecError} `malformed`
 */
export function decodeJson(value: Uint8Array, revive?: (name: string, part: unknown) => unknown): unknown {
  const text = decodeUtf8(value)
  try {
    return JSON.parse(text, revive)
  } catch (error) {
    if (isCodecError(error)) throw error
    // Without a cause: the error of `JSON.parse` quotes the value.
    throw new CodecError('malformed', 'Stored value is JSON by its flags, but cannot be parsed')
  }
}
