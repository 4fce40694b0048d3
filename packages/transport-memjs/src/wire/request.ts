import { toWireKey } from '@lmc/transport'
import { Header } from 'memjs'
import type { Opcode } from './opcode.ts'

/** A command of the binary protocol. */
export interface Request {
  readonly opcode: Opcode
  /** One character a byte, as `toWireKey` gives it; absent where the command has none. */
  readonly key?: string
  /** Absent where the command has none. */
  readonly extras?: Buffer
  /** Absent is empty. */
  readonly value?: Uint8Array
  /** 8 bytes; absent: whichever version is there. */
  readonly cas?: Buffer
}

/** A command for one key. */
export interface KeyedRequest extends Request {
  readonly key: string
}

/**
 * Gives the request with its key spelt in bytes. The server of a key is chosen before, as memjs does it, by
 * the key as it was given.
 *
 * @throws {TypeError} as `assertMemcachedKey`.
 */
export function withWireKey(request: KeyedRequest): KeyedRequest {
  const key = toWireKey(request.key)
  return key === request.key ? request : { ...request, key }
}

const MAGIC = 0x80

const NOTHING: Buffer = Buffer.alloc(0)

const HEADER_LENGTH = 24

/** The length that `encodeRequests` gives them, in bytes. */
export function lengthOfRequests(requests: readonly Request[]): number {
  return requests.reduce(
    (sum, { key = '', extras = NOTHING, value = NOTHING }) =>
      sum + HEADER_LENGTH + key.length + extras.length + value.length,
    0,
  )
}

/**
 * Returns the bytes of requests; nothing is shared with them. The first request has the number `opaque`,
 * unsigned 32-bit, and each further one the next number. The server repeats it in its reply.
 */
export function encodeRequests(requests: readonly Request[], opaque: number): Buffer {
  return Buffer.concat(requests.flatMap((request, index) => toParts(request, (opaque + index) >>> 0)))
}

function toParts(
  { opcode, key = '', extras = NOTHING, value = NOTHING, cas }: Request,
  opaque: number,
): Uint8Array[] {
  const header = Header.toBuffer({
    magic: MAGIC,
    opcode,
    keyLength: key.length,
    extrasLength: extras.length,
    totalBodyLength: extras.length + key.length + value.length,
    opaque,
    ...(cas && { cas }),
  })
  return [header, extras, Buffer.from(key, 'latin1'), value]
}
