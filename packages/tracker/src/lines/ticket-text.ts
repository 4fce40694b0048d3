import { MOST_TICKET_DIGITS } from './line-format.ts'

/** How many digits of a ticket name its writer; the others count. */
export const WRITER_DIGITS = 5

/** From this one on a writer takes another name: a ticket has at most eight digits. */
export const SEQUENCE_END: number = 36 ** 3

/** Whether a ticket stands from `start` to `end`. */
export function isTicket(bytes: Uint8Array, start: number, end: number): boolean {
  if (end === start || end - start > MOST_TICKET_DIGITS) return false
  for (let at = start; at < end; at++) if (!isDigit(bytes[at] as number)) return false
  return true
}

/** Whether a character is a digit in base 36. */
function isDigit(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || (code >= 0x61 && code <= 0x7a)
}

/** The writer that a ticket is of. */
export function writerOf(ticket: string): string {
  return ticket.slice(0, WRITER_DIGITS)
}

/** Which of its writer's tickets it is; 0 is the first. */
export function sequenceOf(ticket: string): number {
  const sequence = Number.parseInt(ticket.slice(WRITER_DIGITS), 36)
  return Number.isNaN(sequence) ? Infinity : sequence
}

/** The memcached key of the item by which a writer tells up to which ticket all of its sets are over. */
export function writerKey(writer: string): string {
  return `lmc-index:writer:${writer}`
}
