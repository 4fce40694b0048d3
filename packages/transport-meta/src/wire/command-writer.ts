import { type Dialect, MODERN } from '../handshake/dialect.ts'
import { OPAQUE_LENGTH, writeOpaque } from './opaque.ts'

/** Up to this length a loop is faster than a call out of JavaScript. */
const LONGEST_LOOP = 24

/** Holds the place of an opaque. */
const NO_OPAQUE = '0'.repeat(OPAQUE_LENGTH)

const CARRIAGE_RETURN = 0x0d
const LINE_FEED = 0x0a

export interface CommandWriterOptions {
  /** How much is written at once, in bytes. */
  readonly capacity: number
  /** Whether nothing is written together with the last part of a value that has been cut. */
  readonly isolatesEnds: boolean
}

/**
 * Gathers commands in one buffer, which is used again and again. Lines have to fit, so `room` is asked
 * before; a value that does not is cut, and copied part by part.
 */
export class CommandWriter {
  /** What the server speaks. */
  dialect: Dialect = MODERN
  readonly #bytes: Buffer
  readonly #isolatesEnds: boolean
  #length = 0
  /** What is still to be copied of a value that has been cut, which is not ours. */
  #rest: Uint8Array | undefined
  /** The line that comes behind the value. */
  #next = ''
  #isFull = false
  /** Where the call begins that is being appended, what it has announced, and how long its value is. */
  #start = 0
  #lineLength = 0
  #valueLength = 0
  #valueAppended = 0

  constructor({ capacity, isolatesEnds }: CommandWriterOptions) {
    this.#bytes = Buffer.allocUnsafeSlow(capacity)
    this.#isolatesEnds = isolatesEnds
  }

  /** How long lines may be now, in bytes. */
  get room(): number {
    return this.#isFull || this.hasRest ? 0 : this.#bytes.length - this.#length
  }

  /** Whether a value has been cut, and is still to be copied in part. */
  get hasRest(): boolean {
    return this.#rest !== undefined || this.#next !== ''
  }

  /** Returns what has been gathered, to be written before anything else is gathered. */
  take(): Uint8Array {
    const taken = this.#bytes.subarray(0, this.#length)
    this.#length = 0
    this.#isFull = false
    return taken
  }

  /**
   * Begins with a call's commands.
   *
   * @param lineLength how long their lines are together, at most, in bytes.
   * @param valueLength how long their value is, in bytes.
   */
  begin(lineLength: number, valueLength: number): void {
    this.#start = this.#length
    this.#lineLength = lineLength
    this.#valueLength = valueLength
    this.#valueAppended = 0
  }

  /**
   * Says that all of the call's commands have been appended. Returns how many bytes they have.
   *
   * @throws {RangeError} when they are not what was announced.
   */
  finish(): number {
    const rest = this.#rest === undefined ? 0 : this.#rest.length + 2
    const length = this.#length - this.#start + rest + this.#next.length
    const [lines, value] = [length - this.#valueAppended, this.#valueAppended]
    const isInside = this.#length <= this.#bytes.length
    if (lines <= this.#lineLength && value === this.#valueLength && isInside) return length
    throw new RangeError(
      `A command has lines of ${lines} bytes and a value of ${value}; it announced at most ` +
        `${this.#lineLength} and ${this.#valueLength}`,
    )
  }

  /** Drops what has been appended since `begin`, so that nothing of it is sent. */
  undo(): void {
    this.#length = this.#start
    this.#rest = undefined
    this.#next = ''
  }

  /** Appends ASCII text. */
  text(text: string): this {
    const { length } = text
    if (length > LONGEST_LOOP) {
      this.#bytes.write(text, this.#length, 'latin1')
    } else {
      for (let index = 0; index < length; index++) this.#bytes[this.#length + index] = text.charCodeAt(index)
    }
    this.#length += length
    return this
  }

  /**
   * Appends the flag that the server gives back with its reply: the number of the command on its connection.
   */
  opaque(number: number): this {
    this.text(' O')
    writeOpaque(this.#bytes, this.#length, number)
    this.#length += OPAQUE_LENGTH
    return this
  }

  /**
   * Appends a line for each key, the first with this opaque, each further one with the next. All lines are
   * written as one text: line by line they would cost twice as much.
   *
   * @param start what a line has before its key.
   * @param flags what it has behind.
   */
  lines(start: string, keys: readonly string[], flags: string, opaque: number): void {
    const end = `${flags} O${NO_OPAQUE}\r\n`
    let lineStart = this.#length
    this.text(start)
      .text(keys.join(`${end}${start}`))
      .text(end)
    for (let index = 0; index < keys.length; index++) {
      const lineEnd = lineStart + start.length + (keys[index] as string).length + end.length
      writeOpaque(this.#bytes, lineEnd - OPAQUE_LENGTH - 2, opaque + index)
      lineStart = lineEnd
    }
  }

  /** Ends a line. */
  end(): this {
    this.#bytes[this.#length] = CARRIAGE_RETURN
    this.#bytes[this.#length + 1] = LINE_FEED
    this.#length += 2
    return this
  }

  /**
   * Appends a value and the end of its line, or as much of them as there is room for; `goOn` appends the
   * rest.
   *
   * @param next a line that comes behind it.
   */
  value(value: Uint8Array, next: string = ''): void {
    this.#valueAppended += value.length
    this.#rest = value
    this.#next = next
    this.#append(false)
  }

  /** Appends the rest of a value that has been cut, or as much of it as there is room for. */
  goOn(): void {
    if (this.hasRest) this.#append(true)
  }

  #append(isCut: boolean): void {
    if (this.#rest !== undefined) {
      const room = this.#bytes.length - this.#length
      const isLast = this.#rest.length + 2 <= room
      const part = isLast ? this.#rest : this.#rest.subarray(0, room)
      this.#bytes.set(part, this.#length)
      this.#length += part.length
      this.#rest = isLast ? undefined : this.#rest.subarray(part.length)
      if (!isLast) return
      this.end()
      this.#isFull = isCut && this.#isolatesEnds
    }
    if (this.#isFull || this.#next.length > this.#bytes.length - this.#length) return
    this.text(this.#next)
    this.#next = ''
  }

  /** Lets go of a value that has been cut, as it is its owner's again: keeps a copy of the rest. */
  letGo(): void {
    if (this.#rest !== undefined) this.#rest = new Uint8Array(this.#rest)
  }
}
