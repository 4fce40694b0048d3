import { Header, Utils } from 'memjs'
import { Opcode } from './opcode.ts'
import type { Reply } from './reply.ts'
import { UnreadableReplyError } from './unreadable-reply-error.ts'

const MAGIC = 0x81

const HEADER_LENGTH = 24

/**
 * The longest body of a reply that holds no item, in bytes; and the room beside the value in one that does.
 */
const SMALL_BODY = 2 ** 17

const FIRST_ROOM = 1024

/** Cuts the bytes that come by one connection into replies. */
export class ReplySplitter {
  readonly #itemLimit: number
  /**
   * The beginning of a reply, and room for more. It grows with the bytes that come, not with the length that
   * a header announces.
   */
  #buffer: Buffer = Buffer.alloc(0)
  #length = 0
  /** How long the reply under way must be before it is worth looking at again. */
  #wanted = HEADER_LENGTH

  /** @param itemLimit the longest value that is taken, in bytes. */
  constructor(itemLimit: number) {
    this.#itemLimit = itemLimit
  }

  /** Whether the last bytes that were taken are the beginning of a reply. */
  get isMidReply(): boolean {
    return this.#length > 0
  }

  /** The header of a large reply that is still to come whole; `undefined` where there is none. */
  get announced(): Reply['header'] | undefined {
    const isLarge = this.#length >= HEADER_LENGTH && this.#wanted > SMALL_BODY
    return isLarge ? Header.fromBuffer(this.#buffer) : undefined
  }

  /**
   * Takes the next bytes and returns the replies that are complete with them.
   *
   * @throws {UnreadableReplyError} when anything in these bytes cannot be a reply. Then none of them is
   * returned: a damaged length shows only in the bytes behind it.
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

  /** Goes on with the reply under way. Returns how many of the bytes it has used. */
  #continue(bytes: Buffer, replies: Reply[]): number {
    const part = bytes.subarray(0, this.#wanted - this.#length)
    this.#keep(part)
    if (this.#length < this.#wanted) return part.length
    const whole = this.#buffer.subarray(0, this.#length)
    this.#wanted = this.#lengthOfReply(whole)
    if (this.#wanted > whole.length) return part.length
    this.#buffer = Buffer.alloc(0)
    this.#length = 0
    replies.push(Utils.parseMessage(whole))
    return part.length
  }

  /** Begins with a new reply. Returns how many of the bytes it has used. */
  #begin(bytes: Buffer, replies: Reply[]): number {
    this.#wanted = this.#lengthOfReply(bytes)
    if (bytes.length >= this.#wanted) replies.push(Utils.parseMessage(bytes.subarray(0, this.#wanted)))
    else this.#keep(bytes)
    return Math.min(bytes.length, this.#wanted)
  }

  #keep(part: Buffer): void {
    const length = this.#length + part.length
    if (length > this.#buffer.length) {
      const room = Math.min(Math.max(2 * length, FIRST_ROOM), Math.max(this.#wanted, length))
      const larger = Buffer.allocUnsafeSlow(room)
      this.#buffer.copy(larger, 0, 0, this.#length)
      this.#buffer = larger
    }
    part.copy(this.#buffer, this.#length)
    this.#length = length
  }

  /** The length of the reply that begins here; that of a header while the header is not complete. */
  #lengthOfReply(bytes: Buffer): number {
    if (bytes[0] !== MAGIC) throw new UnreadableReplyError('a reply that does not begin as one')
    if (bytes.length < HEADER_LENGTH) return HEADER_LENGTH
    const keyLength = bytes.readUInt16BE(2)
    const extrasLength = bytes.readUInt8(4)
    const dataType = bytes.readUInt8(5)
    const bodyLength = bytes.readUInt32BE(8)
    if (dataType !== 0 || keyLength + extrasLength > bodyLength)
      throw new UnreadableReplyError(`a reply of ${bodyLength} bytes that cannot be`)
    const longest = SMALL_BODY + (bytes.readUInt8(1) === Opcode.get ? this.#itemLimit : 0)
    if (bodyLength > longest)
      throw new UnreadableReplyError(`a reply of ${bodyLength} bytes; at most ${longest} are taken`)
    return HEADER_LENGTH + bodyLength
  }
}
