import { SETTLED } from '../lines/line-format.ts'
import { LineWriter } from '../lines/line-writer.ts'
import type { SomeLines } from '../lines/some-lines.ts'
import { segmentIndex } from './segment.ts'

/** Lines as they are appended to segments of one level, by the places of those. */
export type SortedLines = ReadonlyMap<number, Uint8Array>

/** Sorts lines by the segments of a level that their keys are in. */
export function sortLines({ table, lines, tickets }: SomeLines, level: number): SortedLines {
  const writers = new Map<number, LineWriter>()
  for (const line of lines) {
    const index = segmentIndex(table.hashOf(line), level)
    let writer = writers.get(index)
    if (writer === undefined) {
      writer = new LineWriter(table)
      writers.set(index, writer)
    }
    writer.add(line, tickets[table.ticketOf(line)] ?? SETTLED)
  }
  return new Map(Array.from(writers, ([index, { bytes }]) => [index, bytes]))
}
