import { LineTable } from '../lines/line-table.ts'
import { allLines, encodeLines, type SomeLines } from '../lines/some-lines.ts'
import type { SegmentContent } from '../segments/segment-store.ts'
import type { TreeReading } from '../segments/tree-reading.ts'

/** A listing that finds fewer gone leaves them for later: a segment is rewritten as a whole. */
const LEAST_GONE = 32

/** Likewise, for a smaller share of its lines. */
const LEAST_GONE_SHARE = 1 / 16

/** A segment that has lines which are to go. */
export interface Leftover {
  readonly content: SegmentContent
  /** What is to stay. */
  readonly rest: Uint8Array
  /** How many lines are to go, and of how many. */
  readonly gone: number
  readonly lines: number
}

/** Whether a segment is worth rewriting for so many of its lines. */
export function isWorthIt({ gone, lines }: Pick<Leftover, 'gone' | 'lines'>): boolean {
  return gone >= LEAST_GONE && gone >= lines * LEAST_GONE_SHARE
}

/** A segment, which some lines are of, if any of them are to go. */
export function leftoverOf(
  content: SegmentContent,
  some: SomeLines,
  isToGo: (line: number) => boolean,
): Leftover | undefined {
  const lines = some.lines.filter((line) => !isToGo(line))
  const gone = some.lines.length - lines.length
  if (gone === 0) return undefined
  return { content, rest: encodeLines({ ...some, lines }), gone, lines: some.lines.length }
}

/** Tells a line from all others, by its text and its ticket. */
export function lineId(table: LineTable, line: number): string {
  return `${table.tickets[table.ticketOf(line)] ?? ''}${table.isRaw(line) ? 'r' : 'k'}${table.jsonOf(line)}`
}

/** The segments above all parts that have lines which are to go, given by `lineId`. */
export function leftoversAbove({ above }: TreeReading, gone: ReadonlySet<string>): Leftover[] {
  if (gone.size === 0) return []
  return above.flatMap((content) => {
    const table = LineTable.of(content.value)
    return leftoverOf(content, allLines(table), (line) => gone.has(lineId(table, line))) ?? []
  })
}
