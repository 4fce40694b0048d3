import { SETTLED } from './line-format.ts'
import type { LineTable } from './line-table.ts'
import { LineWriter } from './line-writer.ts'

/** Some lines of a table. */
export interface SomeLines {
  readonly table: LineTable
  /** The numbers of the lines. */
  readonly lines: readonly number[]
  /** What is written for each ticket of the table: the ticket, or `SETTLED`. */
  readonly tickets: readonly string[]
}

/** The lines of a table from `first` to before `end`, all where absent, with their own tickets. */
export function allLines(table: LineTable, first: number = 0, end: number = table.length): SomeLines {
  const lines = Array.from({ length: end - first }, (_, at) => first + at)
  return { table, lines, tickets: table.tickets }
}

/** Whether all sets of a line are known to be over. */
export function isSettledLine({ table, tickets }: SomeLines, line: number): boolean {
  return tickets[table.ticketOf(line)] === SETTLED
}

/** The bytes of lines, as they are appended or stand in a segment. */
export function encodeLines({ table, lines, tickets }: SomeLines): Uint8Array {
  const writer = new LineWriter(table)
  for (const line of lines) writer.add(line, tickets[table.ticketOf(line)] ?? SETTLED)
  return writer.bytes
}
