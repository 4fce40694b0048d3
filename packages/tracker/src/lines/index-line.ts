import type { Seconds } from '@lmc/transport'

/** One line of the index: that a key was set, by which ticket, and for how long. */
export interface IndexLine {
  /** Whether the cache key is the memcached key as it is. */
  readonly raw: boolean
  /** The cache key, in JSON. */
  readonly json: string
  /** The ticket of the set (`Tickets`), or `SETTLED`. */
  ticket: string
  /**
   * The lifetime that the value was given; 0 is for ever. Nothing is decided by it: the server knows better.
   */
  readonly lifetime: Seconds
}

/** What a segment holds. */
export interface SegmentLines {
  /** In their order. */
  readonly lines: IndexLine[]
  /** How many more there are that are no lines of an index: torn, too long, or of another writer. */
  readonly foreign: number
}

/** Stands in the place of a ticket whose sets are all over. */
export const SETTLED = '0'

/** The longest line that the index takes. What is longer was written by somebody else. */
export const LONGEST_LINE_BYTES: number = 16 * 1024

/** The most bytes that a line takes beside its JSON. */
export const LONGEST_HEAD_BYTES = 24

/** `k`, `r`, `v` and the space. */
const [KEY, RAW_KEY, STAMP, SPACE] = [0x6b, 0x72, 0x76, 0x20]

/** What the names of raw keys begin with, which no JSON does. */
export const RAW_NAME = 'r'

const MOST_TICKET_DIGITS = 8
const MOST_LIFETIME_DIGITS = 11
const STAMP_DIGITS = 8

const encoder = new TextEncoder()
const decoder = new TextDecoder()

/**
 * The text of a line: `k` for a key or `r` for a raw one, the ticket, the lifetime in base 36, the cache key in
 * JSON, a line feed. JSON writes line feeds and lone surrogates as escapes, so that a line is one line, and
 * UTF-8.
 *
 * The format outlives every process: a change orphans the index of every namespace.
 */
export function toText(line: IndexLine): string {
  return `${headOf(line)}${line.json}\n`
}

let latest = { raw: false, ticket: '', lifetime: -1, head: '' }

/** What stands before the JSON. Most lines have the head of the one before, and numbers take long to write. */
function headOf({ raw, ticket, lifetime }: Omit<IndexLine, 'json'>): string {
  if (ticket !== latest.ticket || lifetime !== latest.lifetime || raw !== latest.raw) {
    const head = `${raw ? 'r' : 'k'}${ticket} ${lifetime.toString(36)} `
    latest = { raw, ticket, lifetime, head }
  }
  return latest.head
}

/**
 * What a segment begins with: `v` and a number that no other version of it has. Whoever finds the same
 * beginning again knows that the segment has only been appended to.
 */
export function newStamp(): string {
  return `v${randomDigits(STAMP_DIGITS)}\n`
}

/** So many random digits in base 36. */
export function randomDigits(count: number): string {
  let digits = ''
  while (digits.length < count) digits += Math.floor(Math.random() * 36).toString(36)
  return digits
}

/** Lines, one behind the other. */
export function joinLines(lines: Iterable<IndexLine>): string {
  let text = ''
  for (const line of lines) text += toText(line)
  return text
}

/** The bytes of lines, one behind the other. */
export function encodeLines(lines: Iterable<IndexLine>): Uint8Array {
  return encodeText(joinLines(lines))
}

/** The text of a segment. */
export function decodeText(segment: Uint8Array): string {
  return decoder.decode(segment)
}

/** The bytes of text, which lone surrogates are not in. */
export function encodeText(text: string): Uint8Array {
  return encoder.encode(text)
}

/** The lines of a segment. Another writer may have put anything between them. */
export function decodeLines(segment: Uint8Array): SegmentLines {
  const text = decodeText(segment)
  const lines: IndexLine[] = []
  let foreign = 0
  eachLine(text, (start, end) => {
    const line = readLine(text, start, end)
    if (line !== undefined) lines.push(line)
    else if (!isStamp(text, start, end)) foreign++
  })
  return { lines, foreign }
}

/** Calls `use` with where each line begins and ends that is not empty. */
export function eachLine(text: string, use: (start: number, end: number) => void): void {
  for (let start = 0, end = 0; start < text.length; start = end + 1) {
    end = text.indexOf('\n', start)
    // Behind the last line feed is nothing, or a line that somebody cut.
    if (end === -1) end = text.length
    if (end > start) use(start, end)
  }
}

function readLine(text: string, start: number, end: number): IndexLine | undefined {
  const json = startOfJson(text, start, end)
  if (json === -1) return undefined
  const space = text.indexOf(' ', start)
  return {
    raw: text.charCodeAt(start) === RAW_KEY,
    json: text.slice(json, end),
    ticket: text.slice(start + 1, space),
    lifetime: readNumber(text, space + 1, json - 1),
  }
}

/** Whether a line of a text is the stamp of a segment, which is its first line. */
export function isStamp(text: string, start: number, end: number): boolean {
  return start === 0 && end === 1 + STAMP_DIGITS && text.charCodeAt(0) === STAMP
}

/** Whether the line that begins at `start` is one of a raw key. */
export function isRawLine(text: string, start: number): boolean {
  return text.charCodeAt(start) === RAW_KEY
}

/**
 * Where the key of a line begins; -1 when it is no line of an index. Goes character by character: a regular
 * expression takes several times as long, and an index has a million lines.
 */
export function startOfJson(text: string, start: number, end: number): number {
  const kind = text.charCodeAt(start)
  if ((kind !== KEY && kind !== RAW_KEY) || isTooLong(text, start, end)) return -1
  const ticket = endOfNumber(text, start + 1, MOST_TICKET_DIGITS)
  const lifetime = endOfNumber(text, ticket + 1, MOST_LIFETIME_DIGITS)
  return ticket === -1 || lifetime === -1 || lifetime + 1 >= end ? -1 : lifetime + 1
}

function isTooLong(text: string, start: number, end: number): boolean {
  // A character takes up to three bytes.
  if (end - start < LONGEST_LINE_BYTES / 3) return false
  return end - start >= LONGEST_LINE_BYTES || Buffer.byteLength(text.slice(start, end)) >= LONGEST_LINE_BYTES
}

/** Where the number in base 36 ends that begins at `start` and has a space behind it; -1 when there is none. */
function endOfNumber(text: string, start: number, mostDigits: number): number {
  let at = start
  while (at - start <= mostDigits && toDigit(text.charCodeAt(at)) !== -1) at++
  const isNumber = at > start && at - start <= mostDigits && text.charCodeAt(at) === SPACE
  return isNumber ? at : -1
}

function readNumber(text: string, start: number, end: number): number {
  let number = 0
  for (let at = start; at < end; at++) number = number * 36 + toDigit(text.charCodeAt(at))
  return number
}

/** What a character stands for in base 36; -1 when it is no digit. */
function toDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30
  return code >= 0x61 && code <= 0x7a ? code - 0x61 + 10 : -1
}

/** Tells lines apart by what they name: equal for two lines of one key. */
export function nameOfLine({ raw, json }: Pick<IndexLine, 'raw' | 'json'>): string {
  return raw ? RAW_NAME + json : json
}
