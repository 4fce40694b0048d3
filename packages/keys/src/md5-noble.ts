import { md5 as md5Bytes } from '@noble/hashes/legacy.js'
import { bytesToHex } from '@noble/hashes/utils.js'

/** The same as `md5-node.ts`, for runtimes without `node:crypto`: Web Crypto has no md5. */
export function md5(text: string, _isAscii?: boolean): string {
  return bytesToHex(md5Bytes(Uint8Array.from(text, (character) => character.charCodeAt(0))))
}
