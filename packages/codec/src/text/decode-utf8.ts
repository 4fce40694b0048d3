import { CodecError } from '../codec-error.ts'

// Without `ignoreBOM` a string would lose the U+FEFF at its beginning.
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Returns the string of the bytes as UTF-8.
 *
 * @throws {CodecError} `malformed`
 */
export function decodeUtf8(value: Uint8Array): string {
  try {
    return decoder.decode(value)
  } catch (cause) {
    throw new CodecError('malformed', 'Stored value is text by its flags, but not UTF-8', { cause })
  }
}
