import { assertCas, type Cas } from '@lmc/transport'

/**
 * The token of a version: memcached's own number for it, in decimal digits, as its text protocols write it.
 */
export function toCas(bytes: Buffer): Cas {
  return bytes.readBigUInt64BE().toString()
}

/**
 * The 8 bytes of a token.
 *
 * @throws {TypeError} when `cas` is no token of a memcached. 0 is no token: the binary protocol reads it as
 * "any version".
 */
export function toCasBytes(cas: unknown): Buffer {
  assertCas(cas)
  const version = BigInt(cas)
  if (version === 0n) throw new TypeError('Cas token is some other text; expected one that gets resolved to')
  const bytes = Buffer.allocUnsafe(8)
  bytes.writeBigUInt64BE(version)
  return bytes
}
