import { isCodecError } from '../codec-error.ts'
import { decodeUtf8 } from './decode-utf8.ts'

/** Returns the string of the bytes as UTF-8, or the bytes themselves when they are not UTF-8. */
export function textOrBytes(value: Uint8Array): string | Uint8Array {
  try {
    return decodeUtf8(value)
  } catch (error) {
    if (isCodecError(error)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
    throw error
  }
}
