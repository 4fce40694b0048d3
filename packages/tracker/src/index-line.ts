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

const LINE = /^([kr])([0-9a-z]{1,8}) ([0-9a-z]{1,11}) (.+)$/

const encoder = new TextEncoder()
const decoder = new TextDecoder()

/**
 * The bytes of lines: of each, `k` for a key or `r` for a raw one, the second it was written and the lifetime in base 36, the cache key in
 * JSON, a line feed. JSON writes line feeds and lone surrogates as escapes, so that a line is one line, and UTF-8.
 *
 * The format outlives every process: a change orphans the index of every namespace.
 */
export function encodeLines(lines: Iterable<IndexLine>): Uint8Array {
  let text = ''
  for (const { raw, json, writtenAt, lifetime } of lines) {
    text += `${raw ? 'r' : 'k'}${writtenAt.toString(36)} ${lifetime.toString(36)} ${json}\n`
  }
  return encoder.encode(text)
}

/** The lines of a segment. Another writer may have put anything between them. */
export function decodeLines(segment: Uint8Array): SegmentText {
  const lines: IndexLine[] = []
  let foreign = 0
  // Behind the last line feed is nothing, or a line that somebody cut.
  for (const text of decoder.decode(segment).split('\n')) {
    if (text === '') continue
    const [, kind, written = '', lifetime = '', json = ''] = LINE.exec(text) ?? []
    if (kind === undefined) foreign++
    else {
      lines.push({
        raw: kind === 'r',
        json,
        writtenAt: Number.parseInt(written, 36),
        lifetime: Number.parseInt(lifetime, 36),
      })
    }
  }
  return { lines, foreign }
}

/** Tells lines apart by what they name: equal for two lines of one key. */
export function nameOfLine({ raw, json }: IndexLine): string {
  return raw ? `r${json}` : json
}
