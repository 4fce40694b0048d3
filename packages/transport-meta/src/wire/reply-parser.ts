import { copyOf } from './copy-of.ts'
import { OPAQUE_LENGTH, readOpaque } from './opaque.ts'
import { ProtocolError } from './protocol-error.ts'
import type { Reply } from './reply.ts'
import { isMetaStatus, Status } from './status.ts'
import { ValueReader } from './value-reader.ts'

/** Who is told of each reply. */
export interface ReplyReceiver {
  /**
   * The line of a reply with a value has been read. Returns whether anybody still waits for the value; else its bytes are skipped.
   *
   * @throws {ProtocolError} when it is not the reply that is due.
   */
  wantsValue(reply: Reply): boolean
  /**
   * A reply has been read to its end.
   *
   * @throws {ProtocolError} when it is not the reply that is due.
   */
  onReply(reply: Reply): void
}

/** No line of a reply is as long; the longest are errors and statistics, of some hundred bytes. */
const LONGEST_LINE = 2048

/** So far behind the last byte the parser may look before it sees that a line is not complete. */
const OVERRUN = 8

const SPACE = 0x20
const CARRIAGE_RETURN = 0x0d
const LINE_FEED = 0x0a
const DIGIT_ZERO = 0x30
const LETTER_C = 0x63
const LETTER_F = 0x66
const LETTER_H = 0x68
const LETTER_L = 0x6c
const LETTER_O = 0x4f
const LETTER_S = 0x73
const LETTER_T = 0x74
const MINUS = 0x2d

/** A line of the classic protocol that a block of bytes follows, whose length it ends with. */
const LINE_BEFORE_BLOCK = /^(?:CONFIG|VALUE) \S+ \d+ (\d+)$/

/**
 * Cuts what a socket reads into replies, in place: there is one buffer, the socket always reads into `window`, the same part of it,
 * and a line that is not complete yet moves to right before that part, so that every line is one piece. Values are copied out, so
 * that none is overwritten, and none keeps this buffer alive.
 */
export class ReplyParser {
  /** What the socket reads into. */
  readonly window: Uint8Array
  readonly #bytes: Buffer
  readonly #values: Uint8Array
  readonly #itemLimit: number
  readonly #receiver: ReplyReceiver
  readonly #reply: { -readonly [K in keyof Reply]: Reply[K] } = {
    status: Status.text,
    line: '',
    flags: -1,
    size: -1,
    cas: '',
    lifetimeLeft: -1,
    idle: -1,
    wasRead: -1,
    opaque: -1,
    value: undefined,
  }
  /** What has been read and not taken yet is from `#at` to `#end`. */
  #at = LONGEST_LINE
  #end = LONGEST_LINE
  /** The value that comes in several reads. */
  #reading: ValueReader | undefined

  /**
   * @param itemLimit the length of the longest value that is taken, in bytes.
   * @param windowSize how much is read at once, in bytes.
   */
  constructor(receiver: ReplyReceiver, itemLimit: number, windowSize: number) {
    this.#receiver = receiver
    this.#itemLimit = itemLimit
    this.#bytes = Buffer.allocUnsafeSlow(LONGEST_LINE + windowSize + OVERRUN)
    // Slices of a plain array are plain arrays, and are cut faster than those of a `Buffer`.
    this.#values = new Uint8Array(this.#bytes.buffer)
    this.window = this.#values.subarray(LONGEST_LINE, LONGEST_LINE + windowSize)
  }

  /**
   * Takes the first `count` bytes of `window`, and tells the receiver of each reply that they complete.
   *
   * @throws {ProtocolError} when they are no replies, or as the receiver throws; nothing may be read any more then.
   */
  read(count: number): void {
    this.#end = LONGEST_LINE + count
    // No character of a reply, so that whatever scans a line stops here.
    for (let index = 0; index < OVERRUN; index++) this.#bytes[this.#end + index] = 0
    let isWhole = true
    while (isWhole && this.#at < this.#end) {
      isWhole = this.#reading === undefined ? this.#readReply() : this.#readBlock(this.#reading)
    }
    this.#keepRest()
  }

  #keepRest(): void {
    const length = this.#end - this.#at
    if (length > LONGEST_LINE) throw tooLong()
    if (length > 0) this.#bytes.copyWithin(LONGEST_LINE - length, this.#at, this.#end)
    this.#at = LONGEST_LINE - length
  }

  /** Reads one reply. Returns `false`, and stays where it is, when there is more to come of its line. */
  #readReply(): boolean {
    const start = this.#at
    const letters = (this.#byte(start) << 8) | this.#byte(start + 1)
    const isMeta = isMetaStatus(letters) && isDelimiter(this.#byte(start + 2))
    const isWhole = isMeta ? this.#readMeta(letters) : this.#readText()
    if (!isWhole) this.#at = start
    return isWhole
  }

  #readMeta(status: Status): boolean {
    const reply = this.#reply
    reply.status = status
    reply.line = ''
    reply.flags = -1
    reply.size = -1
    reply.cas = ''
    reply.lifetimeLeft = -1
    reply.idle = -1
    reply.wasRead = -1
    reply.opaque = -1
    reply.value = undefined
    const start = this.#at
    this.#at = start + 2
    let size = 0
    if (status === Status.value) {
      this.#at++
      size = this.#readNumber()
    }
    while (this.#byte(this.#at) === SPACE) this.#readToken()
    if (!this.#readLineEnd(start)) return false
    if (status === Status.value) {
      if (reply.size !== -1 && reply.size !== size) throw new ProtocolError('a value came with two lengths')
      return this.#startBlock(size)
    }
    this.#receiver.onReply(reply)
    return true
  }

  #readToken(): void {
    const letter = this.#byte(this.#at + 1)
    this.#at += 2
    switch (letter) {
      case LETTER_F:
        this.#reply.flags = this.#readNumber()
        return
      case LETTER_O:
        this.#reply.opaque = readOpaque(this.#bytes, this.#at)
        this.#at += OPAQUE_LENGTH
        return
      case LETTER_S:
        this.#reply.size = this.#readNumber()
        return
      case LETTER_C:
        this.#reply.cas = this.#readDigits()
        return
      case LETTER_T:
        this.#reply.lifetimeLeft = this.#readLifetime()
        return
      case LETTER_L:
        this.#reply.idle = this.#readNumber()
        return
      case LETTER_H:
        this.#reply.wasRead = this.#readNumber()
        return
      case SPACE:
      case CARRIAGE_RETURN:
        // Before 1.6.18 memcached has spaces too many in replies to `md` and `ma`.
        this.#at--
        return
      default:
        // Another that a server added on its own, such as `W`, `X` or `Z`.
        while (this.#byte(this.#at) > SPACE) this.#at++
    }
  }

  /** Reads a number in decimal; -1 when there is none. */
  #readNumber(): number {
    let digit = this.#byte(this.#at) - DIGIT_ZERO
    if (digit < 0 || digit > 9) return -1
    let number = 0
    while (digit >= 0 && digit <= 9) {
      number = number * 10 + digit
      digit = this.#byte(++this.#at) - DIGIT_ZERO
    }
    return number
  }

  /** Reads a number of seconds, where -1 stands for ever. */
  #readLifetime(): number {
    if (this.#byte(this.#at) !== MINUS) return this.#readNumber()
    this.#at++
    return this.#readNumber() === -1 ? -1 : 0
  }

  #readDigits(): string {
    const start = this.#at
    this.#readNumber()
    return this.#bytes.toString('latin1', start, this.#at)
  }

  #readLineEnd(start: number): boolean {
    const at = this.#at
    if (at >= this.#end) return false
    if (this.#byte(at) !== CARRIAGE_RETURN) throw new ProtocolError('a reply came that makes no sense')
    if (at + 1 >= this.#end) return false
    if (this.#byte(at + 1) !== LINE_FEED) throw new ProtocolError('a reply came that makes no sense')
    if (at - start > LONGEST_LINE) throw tooLong()
    this.#at = at + 2
    return true
  }

  #readText(): boolean {
    const start = this.#at
    const lineFeed = this.#bytes.indexOf(LINE_FEED, start)
    if (lineFeed === -1 || lineFeed >= this.#end) return false
    if (lineFeed - start > LONGEST_LINE) throw tooLong()
    if (lineFeed === start || this.#byte(lineFeed - 1) !== CARRIAGE_RETURN) {
      throw new ProtocolError('a line came that does not end as lines do')
    }
    const reply = this.#reply
    reply.status = Status.text
    reply.line = this.#bytes.toString('latin1', start, lineFeed - 1)
    reply.opaque = -1
    reply.value = undefined
    this.#at = lineFeed + 1
    const block = LINE_BEFORE_BLOCK.exec(reply.line)
    if (block !== null) return this.#startBlock(Number(block[1]))
    this.#receiver.onReply(reply)
    return true
  }

  #startBlock(size: number): boolean {
    if (size === -1) throw new ProtocolError('a value came without a length')
    if (size > this.#itemLimit) {
      throw new ProtocolError(`a value of ${size} bytes came; the item limit is ${this.#itemLimit}`)
    }
    const isWanted = this.#receiver.wantsValue(this.#reply)
    const start = this.#at
    const end = start + size
    if (end + 2 > this.#end) {
      this.#reading = new ValueReader(size, isWanted)
      return true
    }
    this.#at = end
    this.#readBlockEnd()
    this.#reply.value = isWanted ? copyOf(this.#values, start, end) : undefined
    this.#receiver.onReply(this.#reply)
    return true
  }

  #readBlock(reading: ValueReader): boolean {
    this.#at = reading.take(this.#values, this.#at, this.#end)
    if (!reading.isComplete || this.#at + 2 > this.#end) return false
    this.#readBlockEnd()
    this.#reading = undefined
    this.#reply.value = reading.value
    this.#receiver.onReply(this.#reply)
    return true
  }

  #readBlockEnd(): void {
    if (this.#byte(this.#at) !== CARRIAGE_RETURN || this.#byte(this.#at + 1) !== LINE_FEED) {
      throw new ProtocolError('a value came that does not end where its length says')
    }
    this.#at += 2
  }

  #byte(at: number): number {
    return this.#bytes[at] as number
  }
}

function isDelimiter(byte: number): boolean {
  return byte === SPACE || byte === CARRIAGE_RETURN
}

function tooLong(): ProtocolError {
  return new ProtocolError(`a line of over ${LONGEST_LINE} bytes came`)
}
