import type { Seconds } from '@lmc/transport'

/** One line of the index: that a key was set, when, and for how long. */
export interface IndexLine {
  /** Whether the cache key is the memcached key as it is. */
  readonly raw: boolean
  /** The cache key, in JSON. */
  readonly json: string
  /** When the line was written, in seconds since 1970 on the writer's clock. */
  readonly writtenAt: Seconds
  /** The value's lifetime from then on; 0 is for ever. */
  readonly lifetime: Seconds
}

/** What a segment holds. */
export interface SegmentText {
  /** In their order. */
  readonly lines: IndexLine[]
  /** How many more there are that are no lines of an index: torn, or of another writer. */
  readonly foreign: number
}

/** `k`, `r` and the space. */
const [KEY, RAW_KEY, SPACE] = [0x6b, 0x72, 0x20]

const MOST_TIME_DIGITS = 8
const MOST_LIFETIME_DIGITS = 11

const encoder = new TextEncoder()
const decoder = new TextDecoder()

/**
 * The text of a line: `k` for a key or `r` for a raw one, the second it was written and the lifetime in base 36, the cache key in JSON, a
 * line feed. JSON writes line feeds and lone surrogates as escapes, so that a line is one line, and UTF-8.
 *
 * The format outlives every process: a change orphans the index of every namespace.
 */
export function toText(line: IndexLine): string {
  return `${headOf(line)}${line.json}\n`
}

let latest = { raw: false, writtenAt: -1, lifetime: -1, head: '' }

/** What stands before the JSON. Most lines are of the same second and lifetime as the one before, and numbers take long to write. */
function headOf({ raw, writtenAt, lifetime }: IndexLine): string {
  if (writtenAt !== latest.writtenAt || lifetime !== latest.lifetime || raw !== latest.raw) {
    const head = `${raw ? 'r' : 'k'}${writtenAt.toString(36)} ${lifetime.toString(36)} `
    latest = { raw, writtenAt, lifetime, head }
  }
  return latest.head
}

/** The bytes of lines, one behind the other. */
export function encodeLines(lines: Iterable<IndexLine>): Uint8Array {
  let text = ''
  for (const line of lines) text += toText(line)
  return encoder.encode(text)
}

/** The lines of a segment. Another writer may have put anything between them. */
export function decodeLines(segment: Uint8Array): SegmentText {
  const text = decoder.decode(segment)
  const lines: IndexLine[] = []
  let foreign = 0
  for (let start = 0, end = 0; start < text.length; start = end + 1) {
    end = text.indexOf('\n', start)
    // Behind the last line feed is nothing, or a line that somebody cut.
    if (end === -1) end = text.length
    if (end === start) continue
    const line = readLine(text, start, end)
    if (line === undefined) foreign++
    else lines.push(line)
  }
  return { lines, foreign }
}

/** Reads the line character by character: a regular expression takes several times as long, and an index has a million lines. */
function readLine(text: string, start: number, end: number): IndexLine | undefined {
  const kind = text.charCodeAt(start)
  if (kind !== KEY && kind !== RAW_KEY) return undefined
  const written = endOfNumber(text, start + 1, MOST_TIME_DIGITS)
  const lifetime = endOfNumber(text, written + 1, MOST_LIFETIME_DIGITS)
  if (written === -1 || lifetime === -1 || lifetime + 1 >= end) return undefined
  return {
    raw: kind === RAW_KEY,
    json: text.slice(lifetime + 1, end),
    writtenAt: readNumber(text, start + 1, written),
    lifetime: readNumber(text, written + 1, lifetime),
  }
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
export function nameOfLine({ raw, json }: IndexLine): string {
  return raw ? `r${json}` : json
}
