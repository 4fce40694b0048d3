import { eachLine, isRawLine, isStamp, RAW_NAME, startOfJson } from '../lines/index-line.ts'
import { hashOf, segmentIndex } from './segment.ts'

/** Lines of a text, by the segments that they are in. */
export interface SortedLines {
  /** The lines of each segment that any is in, as they stood. */
  readonly bySegment: ReadonlyMap<number, string>
  readonly lines: number
  /** About how many different names they have. */
  readonly names: number
  /** How many more there are that are none of an index. */
  readonly foreign: number
}

/**
 * Sorts the lines of a text by the segments of a level that they are in by their names. Those that are none of
 * an index are left out.
 */
export function sortLines(text: string, level: number): SortedLines {
  const bySegment = new Map<number, string>()
  const hashes = new Set<number>()
  let [lines, foreign] = [0, 0]
  eachLine(text, (start, end) => {
    const json = startOfJson(text, start, end)
    if (json === -1) {
      if (!isStamp(text, start, end)) foreign++
      return
    }
    const hash = hashOf(text, json, end, isRawLine(text, start) ? RAW_NAME : '')
    const index = segmentIndex(hash, level)
    // A line at the end of the text may lack its end.
    const line = end < text.length ? text.slice(start, end + 1) : `${text.slice(start)}\n`
    const others = bySegment.get(index)
    bySegment.set(index, others === undefined ? line : others + line)
    hashes.add(hash)
    lines++
  })
  return { bySegment, lines, names: hashes.size, foreign }
}
