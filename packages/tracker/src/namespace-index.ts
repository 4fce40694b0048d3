import { type CallOptions, type CasItem, TransportError } from '@lmc/transport'
import {
  DEEPEST_LEVEL,
  type Segment,
  segmentAbove,
  segmentId,
  segmentOf,
  segmentsBelow,
  TOP,
} from './segment.ts'
import type { SegmentAppender } from './segment-appender.ts'
import { SegmentGrowth } from './segment-growth.ts'
import type { SegmentStore } from './segment-store.ts'
import type { Upkeep } from './upkeep.ts'
import { rethrow, type OnPartial } from './what-is-there.ts'

/** How many levels lie below the segments that are listed one after the other, all of their levels together. */
const LEVELS_AT_ONCE = 2

/** A part of an index that shares no key with any other part. */
export interface IndexPart {
  /** What it begins with; what is above that belongs to other parts as well. */
  readonly top: Segment
  /** Whether a key is of this part. */
  has(memcachedKey: string): boolean
  /** What its segments hold, from the top down. */
  readonly segments: AsyncIterable<{ readonly segment: Segment; readonly value: Uint8Array }>
}

export interface NamespaceIndexOptions {
  readonly store: SegmentStore
  readonly appender: SegmentAppender
  readonly upkeep: Upkeep
  /** Is given the work that nobody waits for; it may reject. */
  readonly background: (work: Promise<void>) => void
}

/**
 * The index of one namespace: levels of segments, each an item made of lines, to which all processes append. The index is the union of
 * its segments, so nobody needs to know what the others do; a level only says where room is expected. Lines only ever move
 * down, and are below before they leave above: who reads from the top down misses none.
 */
export class NamespaceIndex {
  readonly #store: SegmentStore
  readonly #appender: SegmentAppender
  readonly #upkeep: Upkeep
  readonly #background: (work: Promise<void>) => void
  readonly #growths = new Map<number, SegmentGrowth>()
  /** The deepest level that is known to be there, and is written to. */
  #level = 0
  #isSearched = false

  constructor({ store, appender, upkeep, background }: NamespaceIndexOptions) {
    this.#store = store
    this.#appender = appender
    this.#upkeep = upkeep
    this.#background = background
  }

  /**
   * Resolves to whether the index was created with the line, when the line is in it. `onSent` is called when the line has gone out, in the
   * tick of this call but for rare moments; what it sends arrives after the line.
   */
  async append(memcachedKey: string, line: Uint8Array, onSent: () => void): Promise<boolean> {
    if (!this.#isSearched) this.#background(this.#searchLevels({}, rethrow))
    let isSent = false
    const sendOnce = (): void => {
      if (!isSent) onSent()
      isSent = true
    }
    for (let level = this.#level; level <= DEEPEST_LEVEL; level = Math.max(level + 1, this.#level)) {
      const segment = segmentOf(memcachedKey, level)
      const outcome = await this.#appender.append(segment, line, sendOnce)
      if (outcome === 'full') {
        this.#level = Math.max(this.#level, level + 1)
        continue
      }
      if (this.#growthOf(segment).add(line.byteLength)) this.#background(this.#look(segment))
      return outcome === 'created' && level === TOP.level
    }
    throw new TransportError('server', `no segment of the index takes a line of ${line.byteLength} bytes`)
  }

  /** Gives the index part by part, so that the whole need not be held at once. */
  async *parts(options: CallOptions, onPartial: OnPartial): AsyncGenerator<IndexPart> {
    await this.#searchLevels(options, onPartial)
    const level = Math.max(0, this.#level - LEVELS_AT_ONCE)
    for (const top of segmentsBelow(TOP, level)) {
      yield {
        top,
        has: (memcachedKey) => level === 0 || segmentOf(memcachedKey, level).index === top.index,
        segments: this.#segmentsOf(top, options, onPartial),
      }
    }
  }

  /** Rewrites a segment without what it need not hold. */
  async tidy(segment: Segment): Promise<void> {
    const item = await this.#store.gets(segment)
    if (item !== undefined) await this.#tidy(segment, item)
  }

  /** What is on the way to a segment, in it, and below it. */
  async *#segmentsOf(
    top: Segment,
    options: CallOptions,
    onPartial: OnPartial,
  ): AsyncGenerator<{ segment: Segment; value: Uint8Array }> {
    // One level after the other: lines move down while we read.
    for (let level = 0; level <= DEEPEST_LEVEL; level++) {
      const segments = level < top.level ? [segmentAbove(top, level)] : segmentsBelow(top, level)
      const found = await this.#store.read(segments, options, onPartial)
      yield* found
      if (found.length === 0 && level > this.#level) return
      if (found.length > 0) this.#level = Math.max(this.#level, level)
    }
  }

  /** Finds out how deep others write already. Two levels at once, so that the loss of one does not hide what is below it. */
  async #searchLevels(options: CallOptions, onPartial: OnPartial): Promise<void> {
    this.#isSearched = true
    for (let level = this.#level + 1; level <= DEEPEST_LEVEL; level = this.#level + 1) {
      const next = [level, level + 1].flatMap((below) => segmentsBelow(TOP, below))
      const found = await this.#store.find(next, options, onPartial)
      if (found.length === 0) return
      this.#level = Math.max(this.#level, ...found.map((segment) => segment.level))
    }
  }

  async #look(segment: Segment): Promise<void> {
    const { level } = segment
    const [item, below] = await Promise.all([
      this.#store.gets(segment),
      level < DEEPEST_LEVEL ? this.#store.find(segmentsBelow(segment, level + 1), {}, rethrow) : [],
    ])
    if (below.length > 0) this.#level = Math.max(this.#level, level + 1)
    const growth = this.#growthOf(segment)
    if (item === undefined) growth.looked(0)
    else if (level < this.#level || growth.isOvergrown(item.value.byteLength)) await this.#tidy(segment, item)
    else growth.looked()
    // Four segments look at the one above them, so each of them does every fourth time.
    if (level > 0 && Math.random() < 0.25) await this.#look(segmentAbove(segment, level - 1))
  }

  async #tidy(segment: Segment, item: CasItem): Promise<void> {
    const isPassed = segment.level < this.#level
    const { isReplaced, compactBytes, isHandedDown } = await this.#upkeep.tidy(segment, item, isPassed)
    if (isHandedDown) this.#level = Math.max(this.#level, segment.level + 1)
    this.#growthOf(segment).looked(isReplaced ? compactBytes : undefined)
  }

  #growthOf(segment: Segment): SegmentGrowth {
    const id = segmentId(segment)
    let growth = this.#growths.get(id)
    if (growth === undefined) {
      growth = new SegmentGrowth()
      this.#growths.set(id, growth)
    }
    return growth
  }
}
