import { SETTLED } from './line-format.ts'
import type { LineTable } from './line-table.ts'
import type { SomeLines } from './some-lines.ts'

/**
 * The lines that say all that the lines of a table do. A key keeps one line for each ticket whose sets may
 * still be under way. While any of these sets may bring a value, the key must not be dropped. A settled line
 * is kept only where a key has no other.
 *
 * @param isSettled whether all sets of a ticket are over.
 */
export function mergeLines(table: LineTable, isSettled: (ticket: string) => boolean): SomeLines {
  const tickets = table.tickets.map((ticket) => (isSettled(ticket) ? SETTLED : ticket))
  const settled = tickets.map((ticket) => ticket === SETTLED)
  /** The last line that is kept of a key, from 1 on, at its first line. */
  const last = new Int32Array(table.length)
  const isKept = new Uint8Array(table.length)
  /** Keys with several tickets that are not settled, each with each of those. */
  const several = new Set<number>()
  for (let line = 0; line < table.length; line++) {
    const first = table.firstOf(line)
    const ticket = table.ticketOf(line)
    const other = (last[first] as number) - 1
    if (other >= 0) {
      const otherTicket = table.ticketOf(other)
      if (ticket === otherTicket || settled[ticket] === true) continue
      if (settled[otherTicket] === true) isKept[other] = 0
      else {
        const pair = first * tickets.length
        if (several.has(pair + ticket)) continue
        several.add(pair + ticket).add(pair + otherTicket)
      }
    }
    last[first] = line + 1
    isKept[line] = 1
  }
  const lines: number[] = []
  for (let line = 0; line < table.length; line++) if (isKept[line] === 1) lines.push(line)
  return { table, lines, tickets }
}
