import type { CasItem, Item } from '@lmc/transport'
import type { Response } from 'memjs'
import { toCas } from './cas-token.ts'
import { Opcode } from './opcode.ts'
import { Status } from './status.ts'
import { UnreadableReplyError } from './unreadable-reply-error.ts'

/** A reply as memjs takes it apart; its bytes are views of what was received. */
export type Reply = Response

/**
 * Whether nothing more follows to the same request; only statistics come in several replies, the last of them
 * empty.
 */
export function isLastReply({ header }: Reply): boolean {
  return header.opcode !== Opcode.statistics || header.status !== Status.ok || header.totalBodyLength === 0
}

/** How many bytes it took on the wire: a header of 24, and its body. */
export function lengthOfReply({ header }: Reply): number {
  return 24 + header.totalBodyLength
}

/**
 * The item in the reply to a get, its value a copy.
 *
 * @throws {UnreadableReplyError} when the reply holds none.
 */
export function readItem(reply: Reply): Item {
  // A view would share its memory with other replies, and keep all of it.
  return { flags: readFlags(reply), value: new Uint8Array(reply.val) }
}

/** The flags of the item alone, likewise. */
export function readFlags({ header, extras }: Reply): number {
  if (extras.length !== 4 || header.keyLength !== 0) throw new UnreadableReplyError('an item without flags')
  return extras.readUInt32BE()
}

/** As `readItem`, with the version. */
export function readCasItem(reply: Reply): CasItem {
  return { ...readItem(reply), cas: toCas(reply.header.cas) }
}

/**
 * The number in the reply to an increment.
 *
 * @throws {UnreadableReplyError} when the reply holds none.
 */
export function readCounter({ val }: Reply): bigint {
  if (val.length !== 8) throw new UnreadableReplyError(`a number of ${val.length} bytes`)
  return val.readBigUInt64BE()
}
