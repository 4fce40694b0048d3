import { CodecError } from '../codec-error.ts'

// Without `ignoreBOM` a text would lose the U+FEFF at its start.
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Gives the text that the bytes are as UTF-8.
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
