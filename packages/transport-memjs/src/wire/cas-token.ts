import type { Cas } from '@lmc/transport'

const GREATEST = 2n ** 64n - 1n

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
  const version = typeof cas === 'string' && /^\d{1,20}$/.test(cas) ? BigInt(cas) : 0n
  if (version === 0n || version > GREATEST) {
    // Without what was given: where arguments are mixed up, it is a value.
    const came = typeof cas === 'string' ? 'some other text' : `of type ${typeof cas}`
    throw new TypeError(`Cas token is ${came}; expected one that gets resolved to`)
  }
  const bytes = Buffer.allocUnsafe(8)
  bytes.writeBigUInt64BE(version)
  return bytes
}
