import { type CasItem, isSameBytes } from '@lmc/transport'
import { LineTable } from '../lines/line-table.ts'
import { mergeLines } from '../lines/merge-lines.ts'
import { encodeLines } from '../lines/some-lines.ts'
import type { Tickets } from '../lines/tickets.ts'
import type { KnownTree } from './known-tree.ts'
import { GoneLines, type GoneLinesOptions } from './gone-lines.ts'
import { DEEPEST_LEVEL, roomOf, type Segment, TOP } from './segment.ts'
import type { SegmentAppender } from './segment-appender.ts'
import type { SegmentContent, SegmentStore } from './segment-store.ts'
import { type SortedLines, sortLines } from './sort-lines.ts'
import type { UntidyServers } from './untidy-servers.ts'

const NOTHING = new Uint8Array(0)

/** How often a segment that others append to all the time is tried before it is left for later. */
const REPLACE_ATTEMPTS = 4

/**
 * What moves down from a segment goes to four; where one of them would get more than this, nothing is gained.
 */
const MOST_OF_ONE = 0.75

export interface CompactorOptions extends GoneLinesOptions {
  readonly store: SegmentStore
  readonly tickets: Tickets
  readonly untidy: UntidyServers
  readonly known: KnownTree
  readonly appender: SegmentAppender
}

/** What came of tidying a segment. */
export interface Tidied {
  /** Whether it was rewritten, or need not be; otherwise others were faster, time and again. */
  readonly isReplaced: boolean
  /** The bytes that are left of those that were there. */
  readonly compactBytes: number
}

/**
 * Rewrites segments without what they need not hold. Any number of processes may do so at once, and while
 * others append. A rewritten segment replaces the version that was read, or nothing. Lines that move down are
 * in their new place before they leave the old one.
 */
export class Compactor {
  readonly #options: CompactorOptions
  readonly #goneLines: GoneLines

  constructor(options: CompactorOptions) {
    this.#options = options
    this.#goneLines = new GoneLines(options)
  }

  /**
   * Drops duplicates and foreign lines of a segment that was read as `item`. Where that is not enough, it
   * also drops keys whose values are gone. What is then too much moves down. Everything moves down from a
   * segment above the tree's depth, but not from those on top, which gather lines until they are full.
   */
  async tidy(segment: Segment, item: CasItem): Promise<Tidied> {
    const { tickets, untidy, store, known } = this.#options
    const { level } = segment
    const { depth } = known
    const before = item.value.byteLength
    if (untidy.notices(store.serverOf(segment), item)) return { isReplaced: false, compactBytes: before }
    const table = LineTable.of(item.value)
    const isGathering = level === TOP.level && depth > level
    const isPassed = level < depth && !isGathering
    const areFew = table.keyCount <= table.length / 2

    // Those that move down are looked at below, with those that are there.
    if (isGathering && before > roomOf(segment) && !areFew) {
      const lines = mergeLines(table, () => false)
      return this.#moveDown(segment, item, sortLines(lines, depth), depth)
    }
    await tickets.learn(table.tickets)
    const merged = mergeLines(table, (ticket) => tickets.isSettled(ticket))
    const live = areFew && !isPassed ? merged : await this.#goneLines.leaveOut(merged)
    const bytes = encodeLines(live)
    const isTooMuch = isPassed || (bytes.byteLength > roomOf(segment) && level < DEEPEST_LEVEL)
    if (isTooMuch) {
      const below = Math.max(depth, level + 1)
      const sorted = sortLines(live, below)
      if (isPassed || isSpread(sorted)) return this.#moveDown(segment, item, sorted, below)
    }
    if (live.lines.length === table.length && table.foreign === 0)
      return { isReplaced: true, compactBytes: before }
    return this.#replace(segment, item.value, bytes, item)
  }

  /**
   * Puts `rest` in the place of what a segment held, if it has only been appended to since it was read.
   */
  drop({ segment, value }: SegmentContent, rest: Uint8Array): Promise<Tidied> {
    return this.#replace(segment, value, rest)
  }

  async #moveDown(segment: Segment, item: CasItem, sorted: SortedLines, level: number): Promise<Tidied> {
    const { appender, known } = this.#options
    await appender.appendSorted(sorted, level)
    known.hasLevel(level)
    return this.#replace(segment, item.value, NOTHING, item)
  }

  /**
   * Puts `bytes` in the place of what the segment held, and leaves what others have appended since behind
   * them.
   */
  async #replace(segment: Segment, before: Uint8Array, bytes: Uint8Array, item?: CasItem): Promise<Tidied> {
    const { store, untidy, known } = this.#options
    let latest = item
    // Where this process itself has appended since, the version that was read is gone.
    let read = known.growthOf(segment).hasGrown ? undefined : item
    for (let attempt = 0; attempt < REPLACE_ATTEMPTS; attempt++) {
      const current = read ?? (await store.gets(segment))
      if (current === undefined || !startsWith(current.value, before)) break
      if (current !== item && untidy.notices(store.serverOf(segment), current, latest)) break
      latest = current
      const tail = current.value.subarray(before.byteLength)
      const byteLength = await store.replace(segment, [bytes, tail], current)
      if (byteLength !== undefined) return { isReplaced: true, compactBytes: byteLength - tail.byteLength }
      read = undefined
    }
    return { isReplaced: false, compactBytes: before.byteLength }
  }
}

/** Whether no segment gets nearly all of the lines. */
function isSpread(sorted: SortedLines): boolean {
  const lengths = Array.from(sorted.values(), ({ byteLength }) => byteLength)
  return Math.max(...lengths) <= MOST_OF_ONE * lengths.reduce((sum, length) => sum + length, 0)
}

function startsWith(bytes: Uint8Array, start: Uint8Array): boolean {
  return isSameBytes(bytes.subarray(0, start.byteLength), start)
}
