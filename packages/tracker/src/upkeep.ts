import type { CasItem, Seconds } from '@lmc/transport'
import { decodeLines, encodeLines, type IndexLine } from './index-line.ts'
import { joinBytes } from './join-bytes.ts'
import { isYoung, mergeLines } from './line-age.ts'
import { DEEPEST_LEVEL, type Segment, segmentOf } from './segment.ts'
import type { SegmentAppender } from './segment-appender.ts'
import type { SegmentStore } from './segment-store.ts'

/**
 * A segment that has more lines than this without duplicates hands them down to the next level. Far below the item limit, for each append
 * costs the server a copy of the segment.
 */
const FULL_SEGMENT_BYTES = 64 * 1024

const NOTHING = new Uint8Array(0)

/** How often a segment that others append to all the time is tried before it is left for later. */
const REPLACE_ATTEMPTS = 8

export interface UpkeepOptions {
  readonly store: SegmentStore
  readonly appender: SegmentAppender
  /** The clock, in seconds since 1970. */
  readonly now: () => Seconds
  /** The memcached key of what a line names, or `undefined` when that is no cache key. */
  readonly toMemcachedKey: (line: IndexLine) => string | undefined
  /** Those of the memcached keys that hold a value; rejects when a server does not answer. */
  readonly findValues: (memcachedKeys: readonly string[]) => Promise<ReadonlySet<string>>
}

/** What came of tidying a segment. */
export interface Tidied {
  /** Whether it was rewritten, or need not be; otherwise others were faster, time and again. */
  readonly isReplaced: boolean
  /** The bytes that are left of those that were there. */
  readonly compactBytes: number
  /** Whether its lines are in the segments below it. */
  readonly isHandedDown: boolean
}

/** A line and the memcached key of what it names. */
interface Named {
  readonly line: IndexLine
  readonly memcachedKey: string
}

/**
 * Rewrites segments without what they need not hold. Any number of processes may do so at once, and while others append: what is rewritten
 * replaces the version that was read or nothing, and what is handed down is in its new place before it leaves the old one.
 */
export class Upkeep {
  readonly #options: UpkeepOptions

  constructor(options: UpkeepOptions) {
    this.#options = options
  }

  /**
   * Drops duplicates, expired and foreign lines of a segment that was read as `item`, and, where that is not enough, those whose
   * values are gone; hands the rest down a level when it is too much, or when `isPassed`: others write to deeper levels already.
   */
  async tidy(segment: Segment, item: CasItem, isPassed: boolean): Promise<Tidied> {
    const before = item.value.byteLength
    const lines = mergeLines(decodeLines(item.value).lines, this.#options.now())
    const bytes = encodeLines(lines)
    if (!isPassed && bytes.byteLength <= before / 2) return this.#replace(segment, item, bytes)

    const named = await this.#withoutDead(lines)
    const live = encodeLines(named.map(({ line }) => line))
    const isTooMuch = isPassed || live.byteLength > FULL_SEGMENT_BYTES
    const isHandedDown =
      isTooMuch && segment.level < DEEPEST_LEVEL && (await this.#handDown(named, segment.level + 1))
    return { ...(await this.#replace(segment, item, isHandedDown ? NOTHING : live)), isHandedDown }
  }

  /** Puts `bytes` in the place of those of `item`, and leaves what others have appended since behind them. */
  async #replace(segment: Segment, item: CasItem, bytes: Uint8Array): Promise<Tidied> {
    const { store, appender } = this.#options
    const before = item.value.byteLength
    if (bytes.byteLength === before) return { isReplaced: true, compactBytes: before, isHandedDown: false }
    if (await store.replace(segment, bytes, item))
      return { isReplaced: true, compactBytes: bytes.byteLength, isHandedDown: false }
    for (let attempt = 0; attempt < REPLACE_ATTEMPTS; attempt++) {
      const isReplaced = await appender.hold(segment, async (release) => {
        const current = await store.gets(segment)
        if (current === undefined || !startsWith(current.value, item.value)) return undefined
        const replaced = store.replace(segment, joinBytes([bytes, current.value.subarray(before)]), current)
        // What is sent from here on arrives behind the replacement.
        release()
        return replaced
      })
      if (isReplaced === undefined) break
      if (isReplaced) return { isReplaced, compactBytes: bytes.byteLength, isHandedDown: false }
    }
    return { isReplaced: false, compactBytes: before, isHandedDown: false }
  }

  /** Without lines of keys that hold nothing, unless their value may still be on its way. */
  async #withoutDead(lines: readonly IndexLine[]): Promise<Named[]> {
    const { now, toMemcachedKey, findValues } = this.#options
    const named = lines.flatMap((line) => {
      const memcachedKey = toMemcachedKey(line)
      return memcachedKey === undefined ? [] : [{ line, memcachedKey }]
    })
    const there = await findValues(named.map(({ memcachedKey }) => memcachedKey))
    return named.filter(({ line, memcachedKey }) => there.has(memcachedKey) || isYoung(line, now()))
  }

  /** Resolves to whether all lines are in the segments of the level. */
  async #handDown(named: readonly Named[], level: number): Promise<boolean> {
    const groups = new Map<number, { segment: Segment; lines: IndexLine[] }>()
    for (const { line, memcachedKey } of named) {
      const segment = segmentOf(memcachedKey, level)
      const group = groups.get(segment.index)
      if (group === undefined) groups.set(segment.index, { segment, lines: [line] })
      else group.lines.push(line)
    }
    const outcomes = await Promise.all(
      Array.from(groups.values(), ({ segment, lines }) =>
        this.#options.store.append(segment, encodeLines(lines)),
      ),
    )
    return !outcomes.includes('full')
  }
}

function startsWith(bytes: Uint8Array, start: Uint8Array): boolean {
  return Buffer.compare(bytes.subarray(0, start.byteLength), start) === 0
}
