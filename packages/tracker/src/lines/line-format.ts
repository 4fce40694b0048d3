/**
 * A segment of the index is text, line by line. The first character of a line says what the line is.
 *
 *     vlnx8kq0e       the stamp of a segment, which is its first line
 *     tabcde1f        a ticket: the sets of the keys below were begun by it
 *     k"user:1"       a key, in JSON
 *     r"user:1"       a raw key
 *
 * JSON writes line feeds and lone surrogates as escapes. So a line is one line, and UTF-8. What is
 * appended begins with a ticket. Two lines are of one key exactly where they are equal. Empty lines say
 * nothing.
 *
 * The format outlives every process: a change orphans the index of every namespace.
 */
export const [STAMP, TICKET, KEY, RAW_KEY, LINE_FEED]: readonly [number, number, number, number, number] = [
  0x76, 0x74, 0x6b, 0x72, 0x0a,
]

/** Stands in the place of a ticket whose sets are all over. */
export const SETTLED = '0'

/** The longest line that the index takes. What is longer was written by somebody else. */
export const LONGEST_LINE_BYTES: number = 16 * 1024

/** The most characters of a ticket. */
export const MOST_TICKET_DIGITS = 8

const STAMP_DIGITS = 8

/** How many bytes a stamp takes, with its end. */
export const STAMP_BYTES: number = STAMP_DIGITS + 2

/** The line of a key, with its end. */
export function keyLine(json: string, raw: boolean): string {
  return `${raw ? 'r' : 'k'}${json}\n`
}

/**
 * The line that stands above those of a ticket, with its end, and with an end for what others have appended.
 */
export function ticketLine(ticket: string): string {
  return `\nt${ticket}\n`
}

/**
 * What a segment begins with: a number that no other version of it has. Whoever finds the same beginning
 * again knows that the segment has only been appended to.
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

const encoder = new TextEncoder()
// Without `ignoreBOM` a text would lose the U+FEFF at its beginning.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** The bytes of text, which lone surrogates are not in. */
export function encodeText(text: string): Uint8Array {
  return encoder.encode(text)
}

/** The text of bytes in UTF-8. Other bytes become U+FFFD. */
export function decodeText(bytes: Uint8Array): string {
  return decoder.decode(bytes)
}
