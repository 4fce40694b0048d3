import { md5 as md5Bytes } from '@noble/hashes/legacy.js'
import { bytesToHex } from '@noble/hashes/utils.js'

/** The same as `md5-node.ts`, for runtimes without `node:crypto`: Web Crypto has no md5. */
export function md5(data: string | Uint8Array): string {
  const bytes =
    typeof data === 'string' ? Uint8Array.from(data, (character) => character.charCodeAt(0)) : data
  return bytesToHex(md5Bytes(bytes))
}
