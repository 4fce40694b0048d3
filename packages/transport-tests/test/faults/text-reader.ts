import type { TextReply } from './text-call.ts'

/** The received bytes are no valid reply. */
export class ProtocolError extends Error {}

const LONGEST_LINE = 2048
const LONGEST_VALUE = 128 * 2 ** 20

/** Cuts the bytes of one connection into replies. */
export class TextReader {
  protected buffer: Buffer = Buffer.alloc(0)
  /**
   * The bytes behind `buffer`. A large value comes in a thousand parts, so they are joined only when they may
   * be enough.
   */
  #parts: Buffer[] = []
  #length = 0
  /** The length of the next reply in bytes, as far as its first line tells. */
  #wanted = 0

  push(bytes: Buffer): void {
    this.#parts.push(bytes)
    this.#length += bytes.length
    if (this.buffer.length + this.#length < this.#wanted) return
    this.buffer = Buffer.concat([this.buffer, ...this.#parts.splice(0)])
    this.#length = 0
  }

  /** Takes the next whole reply. `undefined`: there is none yet. */
  next(): TextReply | undefined {
    const lineEnd = this.buffer.indexOf('\n')
    if ((lineEnd === -1 ? this.buffer.length : lineEnd) > LONGEST_LINE)
      throw new ProtocolError('an endless line')
    if (lineEnd === -1) return undefined
    if (this.buffer[lineEnd - 1] !== 13) throw new ProtocolError('a line that ends in the midst')
    const line = this.buffer.toString('latin1', 0, lineEnd - 1)
    const [status = '', ...words] = line.split(' ')
    const length = status === 'VA' ? this.lengthOf(words.shift()) : undefined
    const end = lineEnd + 1 + (length === undefined ? 0 : length + 2)
    this.#wanted = end
    if (this.buffer.length < end) return undefined
    this.#wanted = 0
    const value =
      length === undefined ? undefined : new Uint8Array(this.buffer.subarray(lineEnd + 1, end - 2))
    if (value) this.checkEnd(end)
    this.buffer = this.buffer.subarray(end)
    return { status, flags: new Map(words.map((word) => [word.slice(0, 1), word.slice(1)])), value, line }
  }

  protected checkEnd(end: number): void {
    if (this.buffer.toString('latin1', end - 2, end) !== '\r\n')
      throw new ProtocolError('a value of another length')
  }

  protected lengthOf(word: string | undefined): number {
    const length = /^\d{1,10}$/.test(word ?? '') ? Number(word) : Infinity
    if (length > LONGEST_VALUE) throw new ProtocolError(`a value of too many bytes`)
    return length
  }
}
