import { CodecError } from '../codec-error.ts'

/**
 * Gives the bytes that the text is as base64.
 *
 * @throws {CodecError} `malformed`
 */
export function fromBase64(text: string): Uint8Array {
  let binary: string
  try {
    binary = atob(text)
  } catch {
    // What `atob` throws may quote the text.
    throw new CodecError('malformed', 'Stored value has bytes that are no base64')
  }
  return Uint8Array.from(binary, (character) => character.charCodeAt(0))
}
