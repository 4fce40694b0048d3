import type { CasItem, Seconds } from '@lmc/transport'
import {
  decodeLines,
  decodeText,
  encodeLines,
  type IndexLine,
  joinLines,
  sortLines,
} from '../lines/index-line.ts'
import { joinBytes } from './join-bytes.ts'
import { isYoung, mergeLines } from '../lines/line-age.ts'
import { DEEPEST_LEVEL, roomOf, type Segment, TOP } from './segment.ts'
import type { SegmentStore } from './segment-store.ts'

const NOTHING = new Uint8Array(0)

/** How often a segment that others append to all the time is tried before it is left for later. */
const REPLACE_ATTEMPTS = 8

/** How many keys are asked for at once. */
const KEYS_AT_ONCE = 1000

export interface CompactorOptions {
  readonly store: SegmentStore
  /** The clock, in seconds since 1970. */
  readonly now: () => Seconds
  /** The memcached key of what a line names, or `undefined` when that is no cache key. */
  readonly toMemcachedKey: (line: IndexLine) => string | undefined
  /** Those of the memcached keys that hold a value; rejects when a server does not answer. */
  readonly findValues: (memcachedKeys: readonly string[]) => Promise<ReadonlySet<string>>
  /** Resolves when the lines, by the segments of the level that they are in, are there, or below. */
  readonly moveDown: (bySegment: ReadonlyMap<number, string>, level: number) => Promise<void>
}

export interface TidyOptions {
  /** The deepest level that is there. */
  readonly deepest: number
  /** Whether this process has appended to the segment since it was read: then the version that was read has been replaced. */
  readonly hasGrown: () => boolean
  /** Carries out `work` while this process appends nothing to the segment, until it calls `release`. */
  readonly hold: <T>(work: (release: () => void) => Promise<T>) => Promise<T>
}

/** What came of tidying a segment. */
export interface Tidied {
  /** Whether it was rewritten, or need not be; otherwise others were faster, time and again. */
  readonly isReplaced: boolean
  /** The bytes that are left of those that were there. */
  readonly compactBytes: number
}

/**
 * Rewrites segments without what they need not hold. Any number of processes may do so at once, and while others append: what is rewritten
 * replaces the version that was read or nothing, and what moves down is in its new place before it leaves the old one.
 */
export class Compactor {
  readonly #options: CompactorOptions

  constructor(options: CompactorOptions) {
    this.#options = options
  }

  /**
   * Drops duplicates, expired and foreign lines of a segment that was read as `item`, and, where that is not enough, those whose
   * values are gone. What is then too much moves down; so does everything from a segment that is not of the deepest level, but for
   * the topmost, which gathers lines until it is full.
   */
  async tidy(segment: Segment, item: CasItem, { deepest, hasGrown, hold }: TidyOptions): Promise<Tidied> {
    const { level } = segment
    const before = item.value.byteLength
    const isGathering = level === TOP.level && deepest > level
    const isPassed = level < deepest && !isGathering
    const replaceBy = (bytes: Uint8Array): Promise<Tidied> =>
      this.#replace(segment, item, bytes, { hasGrown, hold })

    if (isGathering && before > roomOf(segment)) {
      // Most have names of their own. Below they are looked at again, with those that are there.
      const { bySegment, lines, names } = sortLines(decodeText(item.value), deepest)
      if (names > lines / 2) {
        await this.#options.moveDown(bySegment, deepest)
        return replaceBy(NOTHING)
      }
    }
    const { lines: written, foreign } = decodeLines(item.value)
    const lines = mergeLines(written, this.#options.now())
    const areFew = lines.length <= written.length / 2
    if (areFew && !isPassed) return replaceBy(encodeLines(lines))
    const live = await this.#withoutDead(lines)
    if (live.length === written.length && foreign === 0 && !isPassed && before <= roomOf(segment))
      return { isReplaced: true, compactBytes: before }
    const isTooMuch = isPassed || (before * live.length) / written.length > roomOf(segment)
    if (!isTooMuch || level === DEEPEST_LEVEL) return replaceBy(encodeLines(live))
    const below = Math.max(deepest, level + 1)
    await this.#options.moveDown(sortLines(joinLines(live), below).bySegment, below)
    return replaceBy(NOTHING)
  }

  /** Puts `bytes` in the place of those of `item`, and leaves what others have appended since behind them. */
  async #replace(
    segment: Segment,
    item: CasItem,
    bytes: Uint8Array,
    { hasGrown, hold }: Pick<TidyOptions, 'hasGrown' | 'hold'>,
  ): Promise<Tidied> {
    const { store } = this.#options
    const before = item.value.byteLength
    if (bytes.byteLength === before) return { isReplaced: true, compactBytes: before }
    if (!hasGrown() && (await store.replace(segment, bytes, item)))
      return { isReplaced: true, compactBytes: bytes.byteLength }
    for (let attempt = 0; attempt < REPLACE_ATTEMPTS; attempt++) {
      const isReplaced = await hold(async (release) => {
        const current = await store.gets(segment)
        if (current === undefined || !startsWith(current.value, item.value)) return undefined
        const replaced = store.replace(segment, joinBytes([bytes, current.value.subarray(before)]), current)
        // What is sent from here on arrives behind the replacement.
        release()
        return replaced
      })
      if (isReplaced === undefined) break
      if (isReplaced) return { isReplaced, compactBytes: bytes.byteLength }
    }
    return { isReplaced: false, compactBytes: before }
  }

  /** Without lines of keys that hold nothing, unless their value may still be on its way. */
  async #withoutDead(lines: readonly IndexLine[]): Promise<IndexLine[]> {
    const { now, toMemcachedKey, findValues } = this.#options
    const live: IndexLine[] = []
    const startedAt = now()
    for (let start = 0; start < lines.length; start += KEYS_AT_ONCE) {
      const asked: { memcachedKey: string; line: IndexLine }[] = []
      for (const line of lines.slice(start, start + KEYS_AT_ONCE)) {
        if (isYoung(line, startedAt)) {
          live.push(line)
          continue
        }
        const memcachedKey = toMemcachedKey(line)
        if (memcachedKey !== undefined) asked.push({ memcachedKey, line })
      }
      if (asked.length === 0) continue
      const there = await findValues(asked.map(({ memcachedKey }) => memcachedKey))
      for (const { memcachedKey, line } of asked) if (there.has(memcachedKey)) live.push(line)
    }
    return live
  }
}

function startsWith(bytes: Uint8Array, start: Uint8Array): boolean {
  return Buffer.compare(bytes.subarray(0, start.byteLength), start) === 0
}
