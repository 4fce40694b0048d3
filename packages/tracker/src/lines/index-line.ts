import type { Seconds } from '@lmc/transport'
import { hashOf, segmentIndex } from '../segments/segment.ts'

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
export interface SegmentLines {
  /** In their order. */
  readonly lines: IndexLine[]
  /** How many more there are that are no lines of an index: torn, or of another writer. */
  readonly foreign: number
}

/** `k`, `r` and the space. */
const [KEY, RAW_KEY, SPACE] = [0x6b, 0x72, 0x20]

/** What the names of raw keys begin with, which no JSON does. */
const RAW_NAME = 'r'

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
    if (line === undefined) foreign++
    else lines.push(line)
  })
  return { lines, foreign }
}

/**
 * Sorts the lines of a text by the segments of a level that they are in by their names, as they are; those that are none of an index are left
 * out. Counts them, and about how many different names they have.
 */
export function sortLines(
  text: string,
  level: number,
): { readonly bySegment: ReadonlyMap<number, string>; readonly lines: number; readonly names: number } {
  const bySegment = new Map<number, string>()
  const hashes = new Set<number>()
  let lines = 0
  eachLine(text, (start, end) => {
    const json = startOfJson(text, start, end)
    if (json === -1) return
    const hash = hashOf(text, json, end, text.charCodeAt(start) === RAW_KEY ? RAW_NAME : '')
    const index = segmentIndex(hash, level)
    // A line at the end of the text may lack its end.
    const line = end < text.length ? text.slice(start, end + 1) : `${text.slice(start)}\n`
    const others = bySegment.get(index)
    bySegment.set(index, others === undefined ? line : others + line)
    hashes.add(hash)
    lines++
  })
  return { bySegment, lines, names: hashes.size }
}

/** Calls `use` with where each line begins and ends that is not empty. */
function eachLine(text: string, use: (start: number, end: number) => void): void {
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
    writtenAt: readNumber(text, start + 1, space),
    lifetime: readNumber(text, space + 1, json - 1),
  }
}

/**
 * Where the key of a line begins; -1 when it is no line of an index. Goes character by character: a regular expression takes several times as
 * long, and an index has a million lines.
 */
function startOfJson(text: string, start: number, end: number): number {
  const kind = text.charCodeAt(start)
  if (kind !== KEY && kind !== RAW_KEY) return -1
  const written = endOfNumber(text, start + 1, MOST_TIME_DIGITS)
  const lifetime = endOfNumber(text, written + 1, MOST_LIFETIME_DIGITS)
  return written === -1 || lifetime === -1 || lifetime + 1 >= end ? -1 : lifetime + 1
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
  return raw ? RAW_NAME + json : json
}
