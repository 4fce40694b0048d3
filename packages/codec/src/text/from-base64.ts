import { CodecError } from '../codec-error.ts'

/**
 * Returns the bytes of the text as base64.
 *
 * @throws {CodecError} `malformed`
 */
export function fromBase64(text: string): Uint8Array {
  let binary: string
  try {
    binary = atob(text)
  } catch {
    // Without a cause: the error of `atob` may quote the text.
    throw new CodecError('malformed', 'Stored value has bytes that are no base64')
  }
  return Uint8Array.from(binary, (character) => character.charCodeAt(0))
}
