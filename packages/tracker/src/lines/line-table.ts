import {
  decodeText,
  KEY,
  LINE_FEED,
  LONGEST_LINE_BYTES,
  RAW_KEY,
  SETTLED,
  STAMP,
  STAMP_BYTES,
  TICKET,
} from './line-format.ts'
import { isTicket } from './ticket-text.ts'

/**
 * The fields of a line: where it begins and ends, its two hashes, its ticket, and the first line of its key.
 */
const [START, END, HASH, SLOT, TICKET_NUMBER, FIRST, FIELDS] = [0, 1, 2, 3, 4, 5, 6] as const

/**
 * Where keys go in a table is this process's own secret: who plants lines of equal hashes cannot make it
 * slow.
 */
const [SLOT_START, SLOT_FACTOR]: readonly [number, number] = [randomInteger(), 8 * randomInteger() + 5]

/** A short line takes about so many bytes. */
const SHORT_LINE_BYTES = 16

const LEAST_SLOTS = 16

/**
 * The lines of keys in the bytes of some segments. Lines stay where they are, and have numbers from 0 on. An
 * index has a million lines, and an object for each would cost more than all else.
 */
export class LineTable {
  readonly bytes: Uint8Array
  #length = 0
  #foreign = 0
  #fields: Int32Array
  /** The first line of each key, from 1 on, at the place that its hash gives or at the next free one. */
  #slots: Int32Array
  #keyCount = 0
  readonly #tickets = [SETTLED]
  readonly #ticketNumbers = new Map([[SETTLED, 0]])

  /** @param bytes the bytes of segments, none of which has been read yet. */
  constructor(bytes: Uint8Array) {
    // One kind of array, whichever the transport gives, is faster to read.
    this.bytes = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const lines = Math.ceil(bytes.byteLength / SHORT_LINE_BYTES)
    this.#fields = new Int32Array(FIELDS * lines)
    this.#slots = new Int32Array(Math.max(LEAST_SLOTS, powerOfTwo(2 * lines)))
  }

  /** The lines of one segment. */
  static of(segment: Uint8Array): LineTable {
    const table = new LineTable(segment)
    table.read(0, segment.byteLength)
    return table
  }

  /** How many lines there are. */
  get length(): number {
    return this.#length
  }

  /** How many different keys they are of. */
  get keyCount(): number {
    return this.#keyCount
  }

  /** How many other lines there are: torn, too long, or of another writer. */
  get foreign(): number {
    return this.#foreign
  }

  /** The tickets of all lines. The first is `SETTLED`. */
  get tickets(): readonly string[] {
    return this.#tickets
  }

  startOf(line: number): number {
    return this.#fields[FIELDS * line + START] as number
  }

  /** Where the line feed of a line is, or would be. */
  endOf(line: number): number {
    return this.#fields[FIELDS * line + END] as number
  }

  /** An integer of 32 bits, the same one for all lines of a key, in all processes. */
  hashOf(line: number): number {
    return this.#fields[FIELDS * line + HASH] as number
  }

  /** Which of `tickets` the line has. */
  ticketOf(line: number): number {
    return this.#fields[FIELDS * line + TICKET_NUMBER] as number
  }

  /** The first line of the same key. */
  firstOf(line: number): number {
    return this.#fields[FIELDS * line + FIRST] as number
  }

  isRaw(line: number): boolean {
    return this.bytes[this.startOf(line)] === RAW_KEY
  }

  /** The key of a line, in JSON. */
  jsonOf(line: number): string {
    return decodeText(this.bytes.subarray(this.startOf(line) + 1, this.endOf(line)))
  }

  /** Reads the segment that stands from `start` to `end`. */
  read(start: number, end: number): void {
    const { bytes } = this
    let ticket = 0
    for (let at = start, next = start; at < end; at = next + 1) {
      next = at
      const kind = bytes[at]
      if (kind === KEY || kind === RAW_KEY) {
        // FNV-1a.
        let [hash, slot] = [0x811c9dc5, SLOT_START]
        for (let byte = kind; next < end && byte !== LINE_FEED; byte = bytes[++next] as number) {
          hash = Math.imul(hash ^ byte, 0x01000193)
          slot = Math.imul(slot ^ byte, SLOT_FACTOR)
        }
        if (next - at > 1 && next - at < LONGEST_LINE_BYTES) this.#add(at, next, hash, slot, ticket)
        else this.#foreign++
        continue
      }
      next = bytes.indexOf(LINE_FEED, at)
      if (next === -1 || next > end) next = end
      if (kind === TICKET && isTicket(bytes, at + 1, next)) ticket = this.#ticketNumber(at + 1, next)
      else if (next > at && !(at === start && kind === STAMP && next - at === STAMP_BYTES - 1))
        this.#foreign++
    }
  }

  #add(start: number, end: number, hash: number, slot: number, ticket: number): void {
    const line = this.#length++
    const at = FIELDS * line
    if (at === this.#fields.length) {
      const more = new Int32Array(2 * at + FIELDS)
      more.set(this.#fields)
      this.#fields = more
    }
    const fields = this.#fields
    fields[at + START] = start
    fields[at + END] = end
    // The low bits of such hashes are their weakest, so the high ones are folded in.
    fields[at + HASH] = hash ^ (hash >>> 15)
    fields[at + SLOT] = slot ^ (slot >>> 15)
    fields[at + TICKET_NUMBER] = ticket
    const place = this.#placeOf(line)
    const first = this.#slots[place] as number
    fields[at + FIRST] = first === 0 ? line : first - 1
    if (first > 0) return
    this.#slots[place] = line + 1
    this.#keyCount++
    if (2 * this.#keyCount > this.#slots.length) this.#rehash()
  }

  /** Where the first line of a key is among the slots, or is to go. */
  #placeOf(line: number): number {
    const mask = this.#slots.length - 1
    for (let place = this.#slotOf(line) & mask; ; place = (place + 1) & mask) {
      const first = this.#slots[place] as number
      if (first === 0 || this.#isEqual(first - 1, line)) return place
    }
  }

  #isEqual(one: number, other: number): boolean {
    if (this.#slotOf(one) !== this.#slotOf(other)) return false
    const [start, otherStart] = [this.startOf(one), this.startOf(other)]
    const byteLength = this.endOf(one) - start
    if (byteLength !== this.endOf(other) - otherStart) return false
    for (let at = 0; at < byteLength; at++)
      if (this.bytes[start + at] !== this.bytes[otherStart + at]) return false
    return true
  }

  #rehash(): void {
    const before = this.#slots
    this.#slots = new Int32Array(2 * before.length)
    for (const first of before) if (first > 0) this.#slots[this.#placeOf(first - 1)] = first
  }

  #slotOf(line: number): number {
    return this.#fields[FIELDS * line + SLOT] as number
  }

  #ticketNumber(start: number, end: number): number {
    const ticket = decodeText(this.bytes.subarray(start, end))
    let number = this.#ticketNumbers.get(ticket)
    if (number === undefined) {
      number = this.#tickets.push(ticket) - 1
      this.#ticketNumbers.set(ticket, number)
    }
    return number
  }
}

function randomInteger(): number {
  return Math.floor(Math.random() * 2 ** 28)
}

function powerOfTwo(least: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(1, least)))
}
