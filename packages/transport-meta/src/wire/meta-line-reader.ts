import { OPAQUE_LENGTH, readOpaque } from './opaque.ts'
import { ProtocolError } from './protocol-error.ts'
import { fillReply, readHitLine } from './read-hit-line.ts'
import type { MutableReply } from './reply.ts'
import { Status } from './status.ts'

const SPACE = 0x20
const CARRIAGE_RETURN = 0x0d
const LINE_FEED = 0x0a
const MINUS = 0x2d
const DIGIT_ZERO = 0x30
const LETTER_C = 0x63
const LETTER_F = 0x66
const LETTER_H = 0x68
const LETTER_L = 0x6c
const LETTER_O = 0x4f
const LETTER_S = 0x73
const LETTER_T = 0x74

/**
 * Reads the lines of meta replies, in place. Behind the last byte that has come there have to be zeros, at
 * which whatever scans a line stops.
 */
export class MetaLineReader {
  readonly #bytes: Buffer
  readonly #reply: MutableReply
  #at = 0
  #size = 0

  /** @param reply what is read goes there. */
  constructor(bytes: Buffer, reply: MutableReply) {
    this.#bytes = bytes
    this.#reply = reply
  }

  /** Where the line ends that was read last. */
  get at(): number {
    return this.#at
  }

  /** The length of the value behind that line, -1 where it names none; 0 for replies without a value. */
  get size(): number {
    return this.#size
  }

  /**
   * Reads the line at `start`. Returns `false` when there is more to come of it.
   *
   * @param end where the bytes end that have come.
   * @throws {ProtocolError} when it makes no sense.
   */
  read(status: Status, start: number, end: number): boolean {
    if (status === Status.value) {
      const hitEnd = readHitLine(this.#bytes, start, this.#reply)
      if (hitEnd !== -1) {
        this.#at = hitEnd
        this.#size = this.#reply.size
        return true
      }
    }
    fillReply(this.#reply, status, -1, -1, -1)
    this.#at = start + 2
    this.#size = 0
    if (status === Status.value) {
      this.#at++
      this.#size = this.#readNumber()
    }
    while (this.#byte(this.#at) === SPACE) this.#readToken()
    if (!this.#readEnd(end)) return false
    const again = this.#reply.size
    if (status === Status.value && again !== -1 && again !== this.#size)
      throw new ProtocolError('a value came with two lengths')
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

  /** Reads a number of seconds, where -1 stands for ever; that is 0 here. */
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

  #readEnd(end: number): boolean {
    const at = this.#at
    if (at >= end) return false
    if (this.#byte(at) !== CARRIAGE_RETURN) throw new ProtocolError('a reply came that makes no sense')
    if (at + 1 >= end) return false
    if (this.#byte(at + 1) !== LINE_FEED) throw new ProtocolError('a reply came that makes no sense')
    this.#at = at + 2
    return true
  }

  #byte(at: number): number {
    return this.#bytes[at] as number
  }
}
