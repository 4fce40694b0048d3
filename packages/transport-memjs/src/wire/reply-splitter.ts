import { Utils } from 'memjs'
import type { Reply } from './reply.ts'
import { UnreadableReplyError } from './unreadable-reply-error.ts'

const MAGIC = 0x81

const HEADER_LENGTH = 24

/** memcached's greatest item limit (`-I 1024m`), and room for the key, the flags and the item's own header. */
const LONGEST_BODY = 2 ** 30 + 2 ** 16

/** Cuts what comes by one connection into replies. */
export class ReplySplitter {
  /** The beginning of a reply whose end is still to come; empty between two replies. */
  #parts: Buffer[] = []
  #length = 0
  /** How long it must be before it is worth looking at again. */
  #wanted = HEADER_LENGTH

  /**
   * Takes the next bytes and gives the replies that are complete with them.
   *
   * @throws {UnreadableReplyError} when anything in these bytes cannot be a reply; then none of them is given, as a damaged
   * length shows only in what comes behind it.
   */
  take(chunk: Buffer): Reply[] {
    const replies: Reply[] = []
    let at = 0
    while (at < chunk.length) {
      if (this.#length > 0) at += this.#continue(chunk.subarray(at), replies)
      else at += this.#begin(chunk.subarray(at), replies)
    }
    return replies
  }

  /** Gives how many of the bytes it has used: those that the reply under way was waiting for. */
  #continue(bytes: Buffer, replies: Reply[]): number {
    const part = bytes.subarray(0, this.#wanted - this.#length)
    this.#keep(part)
    if (this.#length < this.#wanted) return part.length
    const whole = Buffer.concat(this.#parts, this.#length)
    this.#parts = []
    this.#length = 0
    this.#begin(whole, replies)
    return part.length
  }

  /** Gives how many of the bytes it has used: one reply, or the beginning of one. */
  #begin(bytes: Buffer, replies: Reply[]): number {
    this.#wanted = lengthOfReply(bytes)
    if (bytes.length >= this.#wanted) replies.push(Utils.parseMessage(bytes.subarray(0, this.#wanted)))
    else this.#keep(bytes)
    return Math.min(bytes.length, this.#wanted)
  }

  #keep(part: Buffer): void {
    this.#parts.push(part)
    this.#length += part.length
  }
}

/** The length of the reply that begins here, or that of a header as long as that is not complete. */
function lengthOfReply(bytes: Buffer): number {
  if (bytes[0] !== MAGIC) throw new UnreadableReplyError('a reply that does not begin as one')
  if (bytes.length < HEADER_LENGTH) return HEADER_LENGTH
  const keyLength = bytes.readUInt16BE(2)
  const extrasLength = bytes.readUInt8(4)
  const dataType = bytes.readUInt8(5)
  const bodyLength = bytes.readUInt32BE(8)
  if (dataType !== 0 || keyLength + extrasLength > bodyLength || bodyLength > LONGEST_BODY) {
    throw new UnreadableReplyError(`a reply of ${bodyLength} bytes that cannot be`)
  }
  return HEADER_LENGTH + bodyLength
}
