import { joinBytes } from '../lines/join-bytes.ts'
import { LineTable } from '../lines/line-table.ts'
import { allLines } from '../lines/some-lines.ts'
import type { Tickets } from '../lines/tickets.ts'
import type { SegmentContent } from '../segments/segment-store.ts'
import type { TreePart } from '../segments/tree-reading.ts'
import { type Leftover, leftoverOf, lineId } from './leftover.ts'
import { nextTurn } from './next-turn.ts'

/** A segment of a part, and which lines of the part's table it has: those from `first` to before `end`. */
interface ReadSegment extends SegmentContent {
  readonly first: number
  readonly end: number
}

/**
 * A part of an index as it was read. After that, and before it asks for the first of its keys, it finds out
 * which of its tickets were settled. So a key that is then found to be gone is gone for good, for lines with
 * such tickets.
 */
export class LoadedPart {
  /** The lines above the part, and those of its segments. */
  readonly table: LineTable
  readonly segments: readonly ReadSegment[]
  /** How many lines above there are; they come first. */
  readonly #above: number
  /** Which tickets of the table are settled. */
  #settled: readonly boolean[] = []
  /** First lines of keys that are gone. */
  readonly #gone = new Set<number>()

  private constructor(table: LineTable, segments: readonly ReadSegment[], above: number) {
    this.table = table
    this.segments = segments
    this.#above = above
  }

  static async load(part: TreePart): Promise<LoadedPart> {
    const contents = await part.load()
    const bytes = [...part.linesAbove, ...contents.map(({ value }) => value)]
    const table = new LineTable(joinBytes(bytes))
    let start = 0
    const read = (byteLength: number): void => {
      table.read(start, start + byteLength)
      start += byteLength
    }
    for (const { byteLength } of part.linesAbove) read(byteLength)
    const above = table.length
    const segments: ReadSegment[] = []
    for (const content of contents) {
      const first = table.length
      read(content.value.byteLength)
      segments.push({ ...content, first, end: table.length })
      await nextTurn()
    }
    return new LoadedPart(table, segments, above)
  }

  /** Finds out which tickets are settled. */
  async learn(tickets: Tickets): Promise<void> {
    await tickets.learn(this.table.tickets)
    this.#settled = this.table.tickets.map((ticket) => tickets.isSettled(ticket))
  }

  /** Says that the key of a line is gone, of which that was asked after `learn`. */
  markGone(line: number): void {
    this.#gone.add(this.table.firstOf(line))
  }

  /** The segments with lines that are to go. */
  leftovers(): Leftover[] {
    if (this.#gone.size === 0) return []
    return this.segments.flatMap((segment) => {
      const lines = allLines(this.table, segment.first, segment.end)
      return leftoverOf(segment, lines, (line) => this.#isToGo(line)) ?? []
    })
  }

  /** Which lines above are to go, by `lineId`. */
  goneAbove(): string[] {
    const gone: string[] = []
    if (this.#gone.size > 0)
      for (let line = 0; line < this.#above; line++)
        if (this.#isToGo(line)) gone.push(lineId(this.table, line))
    return gone
  }

  #isToGo(line: number): boolean {
    return this.#gone.has(this.table.firstOf(line)) && this.#settled[this.table.ticketOf(line)] === true
  }
}
