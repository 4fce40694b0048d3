import { MetaLineReader } from './meta-line-reader.ts'
import { ProtocolError } from './protocol-error.ts'
import { createReply, type MutableReply, type Reply } from './reply.ts'
import { isMetaStatus, Status } from './status.ts'
import { ValueCopier } from './value-copier.ts'
import { ValueReader } from './value-reader.ts'

/** Who is told of each reply. */
export interface ReplyReceiver {
  /**
   * The line of a reply with a value has been read. Returns whether anybody still waits for the value; else
   * its bytes are skipped.
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

/** A line of the classic protocol that a block of bytes follows, whose length it ends with. */
const LINE_BEFORE_BLOCK = /^(?:CONFIG|VALUE) \S+ \d+ (\d+)$/

/**
 * Cuts what a socket reads into replies, in place. There is one buffer, and the socket always reads into
 * `window`, the same part of it. An incomplete line moves to right before that part, so that every line is
 * one piece. Values are copied out, so that none is overwritten, and none keeps this buffer alive.
 */
export class ReplyParser {
  /** What the socket reads into. */
  readonly window: Uint8Array
  readonly #bytes: Buffer
  readonly #values: Uint8Array
  readonly #copier: ValueCopier
  readonly #itemLimit: number
  readonly #receiver: ReplyReceiver
  readonly #reply: MutableReply = createReply()
  readonly #metaLine: MetaLineReader
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
    this.#metaLine = new MetaLineReader(this.#bytes, this.#reply)
    // Slices of a plain array are plain arrays, and are cut faster than those of a `Buffer`.
    this.#values = new Uint8Array(this.#bytes.buffer)
    this.#copier = new ValueCopier(this.#values)
    this.window = this.#values.subarray(LONGEST_LINE, LONGEST_LINE + windowSize)
  }

  /**
   * Takes the first `count` bytes of `window`, and tells the receiver of each reply that they complete.
   *
   * @throws {ProtocolError} when they are no replies, or as the receiver throws; nothing may be read any more
   *   then.
   */
  read(count: number): void {
    this.#end = LONGEST_LINE + count
    this.#copier.forget()
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
    const start = this.#at
    const line = this.#metaLine
    if (!line.read(status, start, this.#end)) return false
    this.#at = line.at
    const length = this.#at - start
    if (length - 2 > LONGEST_LINE) throw tooLong()
    this.#reply.length = length
    if (status === Status.value) return this.#startBlock(line.size)
    this.#receiver.onReply(this.#reply)
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
    reply.length = this.#at - start
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
    this.#reply.length += size + 2
    const isWanted = this.#receiver.wantsValue(this.#reply)
    const start = this.#at
    const end = start + size
    if (end + 2 > this.#end) {
      this.#reading = new ValueReader(size, isWanted)
      return true
    }
    this.#at = end
    this.#readBlockEnd()
    this.#reply.value = isWanted ? this.#copier.copy(start, end, this.#end) : undefined
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
