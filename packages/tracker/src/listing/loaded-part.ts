import { decodeLines, encodeText, type IndexLine, nameOfLine, toText } from '../lines/index-line.ts'
import type { Tickets } from '../lines/tickets.ts'
import type { SegmentContent } from '../segments/segment-store.ts'
import type { TreePart } from '../segments/tree-reading.ts'
import type { Leftover } from './leftover.ts'
import { nextTurn } from './next-turn.ts'

interface DecodedSegment extends SegmentContent {
  readonly lines: readonly IndexLine[]
}

/**
 * A part of an index as it was read. Which of its tickets were settled is found out behind that, and before the
 * first of its keys is asked for: a key that is found to be gone is gone for good then, as far as a line with
 * such a ticket goes.
 */
export class LoadedPart {
  readonly segments: readonly DecodedSegment[]
  /** How many lines are of another writer. */
  readonly foreign: number
  readonly #linesAbove: readonly IndexLine[]
  readonly #unsettled = new Set<string>()
  readonly #gone = new Set<string>()

  private constructor(
    segments: readonly DecodedSegment[],
    linesAbove: readonly IndexLine[],
    foreign: number,
  ) {
    this.segments = segments
    this.#linesAbove = linesAbove
    this.foreign = foreign
  }

  static async load(part: TreePart): Promise<LoadedPart> {
    const segments: DecodedSegment[] = []
    let foreign = 0
    for (const content of await part.load()) {
      const decoded = decodeLines(content.value)
      segments.push({ ...content, lines: decoded.lines })
      foreign += decoded.foreign
      await nextTurn()
    }
    return new LoadedPart(segments, decodeLines(encodeText(part.linesAbove)).lines, foreign)
  }

  /** Finds out which tickets are settled. */
  async learn(tickets: Tickets): Promise<void> {
    const all = new Set<string>()
    for (const { ticket } of this.lines()) all.add(ticket)
    await tickets.learn(all)
    for (const ticket of all) if (!tickets.isSettled(ticket)) this.#unsettled.add(ticket)
  }

  /** How many keys it names. */
  countNames(): number {
    const names = new Set<string>()
    for (const line of this.lines()) names.add(nameOfLine(line))
    return names.size
  }

  /** Says that a key is gone, of which that was asked after `learn`. */
  markGone(name: string): void {
    this.#gone.add(name)
  }

  /** The segments with lines that are to go. */
  leftovers(): Leftover[] {
    if (this.#gone.size === 0) return []
    return this.segments.flatMap((content) => {
      const isToGo = (line: IndexLine): boolean => this.#isToGo(line)
      const gone = content.lines.filter(isToGo).length
      return gone > 0 ? [{ content, isToGo, gone, lines: content.lines.length }] : []
    })
  }

  /** The text of each line above that is to go. */
  goneAbove(): string[] {
    return this.#gone.size === 0 ? [] : this.#linesAbove.filter((line) => this.#isToGo(line)).map(toText)
  }

  #isToGo(line: IndexLine): boolean {
    return this.#gone.has(nameOfLine(line)) && !this.#unsettled.has(line.ticket)
  }

  *lines(): Generator<IndexLine> {
    yield* this.#linesAbove
    for (const { lines } of this.segments) yield* lines
  }
}
