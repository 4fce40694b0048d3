import { LINE_FEED, MOST_TICKET_DIGITS, TICKET } from './line-format.ts'
import type { LineTable } from './line-table.ts'

/** The most bytes that are written beside those of a line. */
const MOST_BESIDE = MOST_TICKET_DIGITS + 4

const FIRST_BYTES = 1024

/** Copies lines of a table, one behind the other. */
export class LineWriter {
  readonly #table: LineTable
  #bytes = new Uint8Array(FIRST_BYTES)
  #byteLength = 0
  /** That of the last line. */
  #ticket = ''

  constructor(table: LineTable) {
    this.#table = table
  }

  add(line: number, ticket: string): void {
    const { bytes: from } = this.#table
    const end = this.#table.endOf(line)
    let start = this.#table.startOf(line)
    this.#makeRoom(end - start + MOST_BESIDE)
    const bytes = this.#bytes
    let at = this.#byteLength
    if (ticket !== this.#ticket) {
      this.#ticket = ticket
      bytes[at++] = LINE_FEED
      bytes[at++] = TICKET
      for (let digit = 0; digit < ticket.length; digit++) bytes[at++] = ticket.charCodeAt(digit)
      bytes[at++] = LINE_FEED
    }
    // Lines are short: this takes less time than a call that copies them.
    while (start < end) bytes[at++] = from[start++] as number
    bytes[at++] = LINE_FEED
    this.#byteLength = at
  }

  /** What has been written. */
  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#byteLength)
  }

  #makeRoom(byteLength: number): void {
    const least = this.#byteLength + byteLength
    if (least <= this.#bytes.byteLength) return
    const more = new Uint8Array(2 * least)
    more.set(this.#bytes.subarray(0, this.#byteLength))
    this.#bytes = more
  }
}
