import { decodeLines, type IndexLine, toText } from '../lines/index-line.ts'
import type { SegmentContent } from '../segments/segment-store.ts'
import type { TreeReading } from '../segments/tree-reading.ts'

/** A listing that finds fewer gone leaves them for later: a segment is rewritten as a whole. */
const LEAST_GONE = 32

/** Likewise, for a smaller share of its lines. */
const LEAST_GONE_SHARE = 1 / 16

/** A segment that has lines which are to go. */
export interface Leftover {
  readonly content: SegmentContent
  readonly isToGo: (line: IndexLine) => boolean
  /** How many lines are to go, and of how many. */
  readonly gone: number
  readonly lines: number
}

/** Whether a segment is worth rewriting for so many of its lines. */
export function isWorthIt({ gone, lines }: Pick<Leftover, 'gone' | 'lines'>): boolean {
  return gone >= LEAST_GONE && gone >= lines * LEAST_GONE_SHARE
}

/** The segments above all parts that have lines which are to go, given by their texts. */
export function leftoversAbove({ above }: TreeReading, gone: ReadonlySet<string>): Leftover[] {
  if (gone.size === 0) return []
  const isToGo = (line: IndexLine): boolean => gone.has(toText(line))
  return above.flatMap((content) => {
    const { lines } = decodeLines(content.value)
    const count = lines.filter(isToGo).length
    return count > 0 ? [{ content, isToGo, gone: count, lines: lines.length }] : []
  })
}
