import { OPAQUE_LENGTH, readOpaque } from './opaque.ts'
import type { MutableReply } from './reply.ts'
import { Status } from './status.ts'

const SPACE = 0x20
const CARRIAGE_RETURN = 0x0d
const LINE_FEED = 0x0a
const DIGIT_ZERO = 0x30
const LETTER_F = 0x66
const LETTER_O = 0x4f
const LETTER_S = 0x73

/** The length of `VA `. */
const STATUS_LENGTH = 3

/**
 * Reads the line at `start` if it is all of `VA <size> f<flags> s<size> O<opaque>`, as most lines are.
 * Returns where it ends; -1, and leaves the reply as it is, when it is anything else, makes no sense, or is
 * not there to its end.
 *
 * @param reply what is read goes there.
 */
export function readHitLine(bytes: Uint8Array, start: number, reply: MutableReply): number {
  const sizeAt = start + STATUS_LENGTH
  let at = sizeAt
  let size = 0
  for (let digit = digitAt(bytes, at); digit <= 9; digit = digitAt(bytes, ++at)) size = size * 10 + digit
  if (at === sizeAt || !isToken(bytes, at, LETTER_F)) return -1
  const flagsAt = at + 2
  at = flagsAt
  let flags = 0
  for (let digit = digitAt(bytes, at); digit <= 9; digit = digitAt(bytes, ++at)) flags = flags * 10 + digit
  if (at === flagsAt || !isToken(bytes, at, LETTER_S)) return -1
  const againAt = at + 2
  at = againAt
  let again = 0
  for (let digit = digitAt(bytes, at); digit <= 9; digit = digitAt(bytes, ++at)) again = again * 10 + digit
  if (at === againAt || again !== size || !isToken(bytes, at, LETTER_O)) return -1
  const opaque = readOpaque(bytes, at + 2)
  at += 2 + OPAQUE_LENGTH
  if (bytes[at] !== CARRIAGE_RETURN || bytes[at + 1] !== LINE_FEED) return -1
  fillReply(reply, Status.value, flags, size, opaque)
  return at + 2
}

/** Has the reply be of this status, and have nothing else than this. */
export function fillReply(
  reply: MutableReply,
  status: Status,
  flags: number,
  size: number,
  opaque: number,
): void {
  reply.status = status
  reply.line = ''
  reply.flags = flags
  reply.size = size
  reply.cas = ''
  reply.lifetimeLeft = -1
  reply.idle = -1
  reply.wasRead = -1
  reply.opaque = opaque
  reply.value = undefined
}

/** The digit that stands there; a number above 9 when none does, as behind the bytes. */
function digitAt(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) - DIGIT_ZERO) & 0xff
}

/** Whether a token with this letter begins there. */
function isToken(bytes: Uint8Array, at: number, letter: number): boolean {
  return bytes[at] === SPACE && bytes[at + 1] === letter
}
