import type { CallOptions } from '@lmc/transport'
import { LineTable } from '../lines/line-table.ts'
import { allLines } from '../lines/some-lines.ts'
import type { OnPartial } from '../partial-answers.ts'
import {
  DEEPEST_LEVEL,
  FIRST_LANES,
  laneOf,
  LANES,
  laneSegments,
  type Segment,
  segmentAbove,
  segmentId,
  segmentsAt,
  segmentsBelow,
  TOP,
} from './segment.ts'
import type { SegmentContent, SegmentStore } from './segment-store.ts'
import { sortLines } from './sort-lines.ts'

/** A level is there as a whole where so much of it is. */
const LEAST_SHARE = 0.25

/** How many levels one part of a reading spans. */
const LEVELS_OF_PART = 2

/** A part of an index that shares no key with any other part. */
export interface TreePart {
  /** The lines of this part that the segments above all parts hold, one behind the other. */
  readonly linesAbove: readonly Uint8Array[]
  /** Resolves to its segments, from the top down. */
  load(): Promise<SegmentContent[]>
}

/** An index that is being read. */
export interface TreeReading {
  /** The deepest level that is there as a whole. */
  readonly depth: number
  /** The segments above all parts. */
  readonly above: readonly SegmentContent[]
  /** How many of their lines are of another writer. */
  readonly foreign: number
  readonly parts: readonly TreePart[]
}

/**
 * Begins to read an index: what is on top first, then what it has below, from the top down. A segment is
 * asked for only where segments above it are there. So what somebody has put elsewhere makes nobody ask. Two
 * levels are asked for at once, so that the loss of a segment does not hide what is below it.
 */
export async function openTree(
  store: SegmentStore,
  options: CallOptions,
  onPartial: OnPartial,
  looksAhead: boolean = true,
): Promise<TreeReading> {
  const read = (segments: readonly Segment[]): Promise<SegmentContent[]> =>
    store.read(segments, options, onPartial)
  const above = await readTop(read)
  const levels = await findLevels((segments) => store.find(segments, options, onPartial), looksAhead)
  const depth = levels.findLastIndex(isWhole)
  const partLevel = Math.max(0, depth - LEVELS_OF_PART + 1)
  for (let level = 1; level < partLevel; level++) above.push(...(await read([...(levels[level] ?? [])])))
  const parts = segmentsBelow(TOP, partLevel).map((top) => ({
    linesAbove: [] as Uint8Array[],
    load: () => loadPart(top, levels, depth, read),
  }))
  let foreign = 0
  for (const { value } of above) {
    const table = LineTable.of(value)
    for (const [index, lines] of sortLines(allLines(table), partLevel)) parts[index]?.linesAbove.push(lines)
    foreign += table.foreign
  }
  return { depth, above, foreign, parts }
}

/** Resolves to the deepest level that is there as a whole. */
export async function findDepth(
  store: SegmentStore,
  options: CallOptions,
  onPartial: OnPartial,
): Promise<number> {
  const levels = await findLevels((segments) => store.find(segments, options, onPartial), true)
  return levels.findLastIndex(isWhole)
}

type Read = (segments: readonly Segment[]) => Promise<SegmentContent[]>

/** The items of all lanes. */
async function readTop(read: Read): Promise<SegmentContent[]> {
  const found = await read(laneSegments(0, FIRST_LANES))
  const hasLanes = found.some(({ segment }) => laneOf(segment) > 0)
  return hasLanes ? [...found, ...(await read(laneSegments(FIRST_LANES, LANES)))] : found
}

/** The segments that are there, by level. */
async function findLevels(
  find: (segments: readonly Segment[]) => Promise<Segment[]>,
  looksAhead: boolean,
): Promise<Segment[][]> {
  const levels: Segment[][] = [[TOP]]
  const asked = new Set<number>()
  for (let level = 1; level <= DEEPEST_LEVEL; level = levels.length) {
    const ahead = looksAhead ? candidates(levels, level + 1) : []
    const next = [...candidates(levels, level), ...ahead].filter((segment) => !asked.has(segmentId(segment)))
    for (const segment of next) asked.add(segmentId(segment))
    const found = await find(next)
    if (found.length === 0) break
    for (const segment of found) {
      while (levels.length <= segment.level) levels.push([])
      levels[segment.level]?.push(segment)
    }
  }
  return levels
}

/** The segments of a level that others, one or two levels above, say may be there. */
function candidates(levels: readonly Segment[][], level: number): Segment[] {
  if (level > DEEPEST_LEVEL) return []
  const above = [level - 1, level - 2].filter((one) => one >= 0 && one < levels.length)
  if (above.some((one) => isWhole(levels[one] ?? [], one))) return segmentsBelow(TOP, level)
  const found = new Map<number, Segment>()
  for (const one of above)
    for (const segment of levels[one] ?? [])
      for (const below of segmentsBelow(segment, level)) found.set(below.index, below)
  return [...found.values()]
}

function isWhole(found: readonly Segment[], level: number): boolean {
  return found.length >= LEAST_SHARE * segmentsAt(level)
}

/**
 * The segments of a part, level by level. What has moved down since the levels were looked at is below what
 * is there.
 */
async function loadPart(
  top: Segment,
  levels: readonly Segment[][],
  depth: number,
  read: Read,
): Promise<SegmentContent[]> {
  const contents: SegmentContent[] = []
  let last: SegmentContent[] = []
  for (let level = Math.max(1, top.level); level <= DEEPEST_LEVEL; level++) {
    const next = new Map<number, Segment>()
    const add = (segment: Segment): unknown => next.set(segment.index, segment)
    const known = level <= depth ? segmentsBelow(top, level) : (levels[level] ?? [])
    known.filter((segment) => segmentAbove(segment, top.level).index === top.index).forEach(add)
    for (const { segment } of last) segmentsBelow(segment, level).forEach(add)
    if (next.size === 0 && level >= levels.length) break
    last = await read([...next.values()])
    contents.push(...last)
  }
  return contents
}
