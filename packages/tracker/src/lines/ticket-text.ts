/** How many digits of a ticket name its writer; the others count. */
export const WRITER_DIGITS = 5

/** From this one on a writer takes another name: a ticket has at most eight digits. */
export const SEQUENCE_END: number = 36 ** 3

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
