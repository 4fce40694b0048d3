import { isCodecError } from '../codec-error.ts'
import { decodeUtf8 } from './decode-utf8.ts'

/** Gives the text that the bytes are as UTF-8; the bytes, not copied, when they are none. */
export function textOrBytes(value: Uint8Array): string | Uint8Array {
  try {
    return decodeUtf8(value)
  } catch (error) {
    if (isCodecError(error)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
    throw error
  }
}
