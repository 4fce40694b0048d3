import type { CasItem } from '@lmc/transport'
import { decodeLines, decodeText, encodeLines, type IndexLine, joinLines } from '../lines/index-line.ts'
import { markSettled, mergeLines } from '../lines/merge-lines.ts'
import type { Tickets } from '../lines/tickets.ts'
import { joinBytes } from './join-bytes.ts'
import { LiveLines, type LiveLinesOptions } from './live-lines.ts'
import { DEEPEST_LEVEL, roomOf, type Segment, TOP } from './segment.ts'
import type { SegmentContent, SegmentStore } from './segment-store.ts'
import { sortLines } from './sort-lines.ts'
import type { UntidyServers } from './untidy-servers.ts'

const NOTHING = new Uint8Array(0)

/** How often a segment that others append to all the time is tried before it is left for later. */
const REPLACE_ATTEMPTS = 4

/**
 * What moves down from a segment goes to four; where one of them would get more than this, nothing is gained.
 */
const MOST_OF_ONE = 0.75

/** What the compactor needs of the tree that a segment is in. */
export interface SegmentOwner {
  /** The level that lines move down to. */
  readonly depth: number
  /**
   * Whether this process has appended to the segment since it was read: then the version that was read has been
   * replaced.
   */
  hasGrown(segment: Segment): boolean
  /** Carries out `work` while this process appends nothing to the segment, until it calls `release`. */
  hold<T>(segment: Segment, work: (release: () => void) => Promise<T>): Promise<T>
  /** Resolves when the lines, by the segments of the level that they are in, are there, or below. */
  appendBelow(bySegment: ReadonlyMap<number, string>, level: number): Promise<void>
}

export interface CompactorOptions extends LiveLinesOptions {
  readonly store: SegmentStore
  readonly tickets: Tickets
  readonly untidy: UntidyServers
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
 * others append: what is rewritten replaces the version that was read or nothing, and what moves down is in its
 * new place before it leaves the old one.
 */
export class Compactor {
  readonly #options: CompactorOptions
  readonly #liveLines: LiveLines
  readonly #owner: SegmentOwner

  constructor(options: CompactorOptions, owner: SegmentOwner) {
    this.#options = options
    this.#liveLines = new LiveLines(options)
    this.#owner = owner
  }

  /**
   * Drops duplicates and foreign lines of a segment that was read as `item`, and, where that is not enough,
   * keys whose values are gone. What is then too much moves down; so does everything from a segment above the
   * tree's depth, but for those on top, which gather lines until they are full.
   */
  async tidy(segment: Segment, item: CasItem): Promise<Tidied> {
    const { tickets, untidy, store } = this.#options
    const { level } = segment
    const { depth } = this.#owner
    const before = item.value.byteLength
    if (untidy.notices(store.serverOf(segment), item)) return { isReplaced: false, compactBytes: before }
    const isGathering = level === TOP.level && depth > level
    const isPassed = level < depth && !isGathering

    if (isGathering && before > roomOf(segment)) {
      // Most have names of their own. Below they are looked at again, with those that are there.
      const { bySegment, lines, names } = sortLines(decodeText(item.value), depth)
      if (names > lines / 2) return this.#moveDown(segment, item, bySegment, depth)
    }
    const { lines: written, foreign } = decodeLines(item.value)
    await tickets.learn(new Set(written.map(({ ticket }) => ticket)))
    markSettled(written, (ticket) => tickets.isSettled(ticket))
    const lines = mergeLines(written)
    const areFew = lines.length <= written.length / 2
    const live = areFew && !isPassed ? lines : await this.#liveLines.of(lines)
    const bytes = encodeLines(live)
    const isTooMuch = isPassed || (bytes.byteLength > roomOf(segment) && level < DEEPEST_LEVEL)
    if (isTooMuch) {
      const below = Math.max(depth, level + 1)
      const { bySegment } = sortLines(joinLines(live), below)
      if (isPassed || isSpread(bySegment)) return this.#moveDown(segment, item, bySegment, below)
    }
    if (live.length === written.length && foreign === 0) return { isReplaced: true, compactBytes: before }
    return this.#replace(segment, item.value, bytes, item)
  }

  /** Drops those lines of a segment that are to go, if it has only been appended to since it was read. */
  async drop({ segment, value }: SegmentContent, isToGo: (line: IndexLine) => boolean): Promise<Tidied> {
    const { lines } = decodeLines(value)
    return this.#replace(segment, value, encodeLines(lines.filter((line) => !isToGo(line))))
  }

  async #moveDown(
    segment: Segment,
    item: CasItem,
    bySegment: ReadonlyMap<number, string>,
    level: number,
  ): Promise<Tidied> {
    await this.#owner.appendBelow(bySegment, level)
    return this.#replace(segment, item.value, NOTHING, item)
  }

  /**
   * Puts `bytes` in the place of what the segment held, and leaves what others have appended since behind them.
   */
  async #replace(segment: Segment, before: Uint8Array, bytes: Uint8Array, item?: CasItem): Promise<Tidied> {
    const { store, untidy } = this.#options
    let latest = item
    if (item !== undefined && !this.#owner.hasGrown(segment)) {
      const compactBytes = await store.replace(segment, bytes, item)
      if (compactBytes !== undefined) return { isReplaced: true, compactBytes }
    }
    for (let attempt = 0; attempt < REPLACE_ATTEMPTS; attempt++) {
      const outcome = await this.#owner.hold(segment, async (release) => {
        const current = await store.gets(segment)
        if (current === undefined || !startsWith(current.value, before)) return 'changed'
        if (untidy.notices(store.serverOf(segment), current, latest)) return 'changed'
        latest = current
        const tail = current.value.subarray(before.byteLength)
        const replaced = store.replace(segment, joinBytes([bytes, tail]), current)
        // What is sent from here on arrives behind the replacement.
        release()
        const byteLength = await replaced
        return byteLength === undefined
          ? 'lost'
          : { isReplaced: true, compactBytes: byteLength - tail.byteLength }
      })
      if (outcome === 'changed') break
      if (outcome !== 'lost') return outcome
    }
    return { isReplaced: false, compactBytes: before.byteLength }
  }
}

/** Whether no segment gets nearly all of the lines. */
function isSpread(bySegment: ReadonlyMap<number, string>): boolean {
  const lengths = [...bySegment.values()].map(({ length }) => length)
  return Math.max(...lengths) <= MOST_OF_ONE * lengths.reduce((sum, length) => sum + length, 0)
}

function startsWith(bytes: Uint8Array, start: Uint8Array): boolean {
  return Buffer.compare(bytes.subarray(0, start.byteLength), start) === 0
}
