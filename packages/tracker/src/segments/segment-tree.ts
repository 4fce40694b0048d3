import { type CallOptions, type CasItem, isTransportError, TransportError } from '@lmc/transport'
import { type Announcement, LineBatcher } from '../lines/line-batcher.ts'
import { encodeText, sortLines } from '../lines/index-line.ts'
import {
  DEEPEST_LEVEL,
  leastBytesOf,
  roomOf,
  type Segment,
  segmentAbove,
  segmentId,
  segmentOf,
  segmentsBelow,
  TOP,
} from './segment.ts'
import { SegmentGrowth } from './segment-growth.ts'
import type { AppendOutcome, SegmentStore } from './segment-store.ts'
import { Compactor, type CompactorOptions } from './compactor.ts'
import { rethrow, type OnPartial } from '../listing/partial-answers.ts'

/** How many levels lie below the segments that are listed one after the other, all of their levels together. */
const LEVELS_AT_ONCE = 1

/** A topmost segment of so many times its room is written to by more processes than can be kept up with. */
const CROWD = 4

/** A part of an index that shares no key with any other part. */
export interface IndexPart {
  /** What it begins with; what is above that belongs to other parts as well. */
  readonly top: Segment
  /** Whether lines of a name are of this part. */
  has(name: string): boolean
  /** What its segments hold, from the top down. */
  readonly segments: AsyncIterable<{ readonly segment: Segment; readonly value: Uint8Array }>
}

export interface SegmentTreeOptions extends Omit<CompactorOptions, 'moveDown'> {
  readonly store: SegmentStore
  /** Is called when the index has been created, or is written to for the first time. */
  readonly onCreated: () => Promise<void>
  /** Is given the work that nobody waits for; it may reject. */
  readonly background: (work: Promise<void>) => void
}

/**
 * The index of one namespace: levels of segments, each an item made of lines. Lines are written to the topmost, so that those of a tick
 * leave by one command whatever they name; when it is full, they move down together to the deepest level, each to the segment of its name.
 *
 * The index is the union of its segments, so nobody needs to know what the others do; a level only says where room is expected. Lines
 * only ever move down, and are below before they leave above: who reads from the top down misses none.
 */
export class SegmentTree {
  readonly #options: SegmentTreeOptions
  readonly #batcher: LineBatcher
  readonly #compactor: Compactor
  readonly #growths = new Map<number, SegmentGrowth>()
  /** The deepest level that is known to be there. */
  #level = 0
  #isSearched = false
  #isNamed = false
  #isCrowded = false

  constructor(options: SegmentTreeOptions) {
    this.#options = options
    this.#batcher = new LineBatcher((lines) => this.#append(lines))
    this.#compactor = new Compactor({
      ...options,
      moveDown: (bySegment, level) => this.#appendBelow(bySegment, level),
    })
  }

  /** Adds a line, with all others of this tick. */
  announce(line: string): Announcement {
    return this.#batcher.announce(line)
  }

  /** Gives the index part by part, so that the whole need not be held at once. */
  async *parts(options: CallOptions, onPartial: OnPartial): AsyncGenerator<IndexPart> {
    await this.#searchLevels(options, onPartial)
    const level = Math.max(0, this.#level - LEVELS_AT_ONCE)
    for (const top of segmentsBelow(TOP, level)) {
      yield {
        top,
        has: (name) => level === 0 || segmentOf(name, level).index === top.index,
        segments: this.#segmentsOf(top, options, onPartial),
      }
    }
  }

  /** Rewrites a segment without what it need not hold. */
  async tidy(segment: Segment): Promise<void> {
    const item = await this.#read(segment)
    if (item !== undefined) await this.#tidy(segment, item)
  }

  /** Sends the lines before it returns, and resolves when they are in the index. */
  async #append(lines: string): Promise<void> {
    const bytes = encodeText(lines)
    const outcome = this.#isCrowded ? 'full' : await this.#appendOnTop(bytes)
    if (outcome === 'full') {
      const level = Math.max(1, this.#level)
      await this.#appendBelow(sortLines(lines, level).bySegment, level)
    }
    if (this.#growthOf(TOP).add(bytes.byteLength)) this.#options.background(this.#look(TOP))
    if (outcome !== 'created' && this.#isNamed) return
    this.#isNamed = true
    await this.#options.onCreated()
  }

  /** Resolves to `full` also when the server of the topmost segment is down, where there are others. */
  async #appendOnTop(bytes: Uint8Array): Promise<AppendOutcome> {
    this.#growthOf(TOP).send(bytes.byteLength)
    try {
      return await this.#options.store.append(TOP, bytes)
    } catch (error) {
      // What may have arrived can be there twice.
      if (this.#level > 0 && isTransportError(error) && error.code === 'connection') return 'full'
      throw error
    }
  }

  /** Appends lines to the segments of a level, which are given by their places; where one takes no more, to those below it. */
  async #appendBelow(bySegment: ReadonlyMap<number, string>, level: number): Promise<void> {
    await Promise.all(
      Array.from(bySegment, async ([index, lines]) => {
        const segment = { level, index }
        const bytes = encodeText(lines)
        const growth = this.#growthOf(segment)
        growth.send(bytes.byteLength)
        const outcome = await this.#options.store.append(segment, bytes)
        if (outcome === 'full') {
          if (level === DEEPEST_LEVEL)
            throw new TransportError('server', `no segment of the index takes ${bytes.byteLength} bytes`)
          return this.#appendBelow(sortLines(lines, level + 1).bySegment, level + 1)
        }
        this.#level = Math.max(this.#level, level)
        // What a new one begins with has been tidied above.
        if (outcome === 'created') growth.tidied(bytes.byteLength)
        if (growth.add(bytes.byteLength)) this.#options.background(this.#look(segment))
      }),
    )
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
      const found = await this.#options.store.read(segments, options, onPartial)
      yield* found
      if (found.length === 0 && level > this.#level) return
      if (found.length > 0) this.#level = Math.max(this.#level, level)
    }
  }

  /** Finds out how deep the index is. Two levels at once, so that the loss of one does not hide what is below it. */
  async #searchLevels(options: CallOptions, onPartial: OnPartial): Promise<void> {
    for (let level = this.#level + 1; level <= DEEPEST_LEVEL; level = this.#level + 1) {
      const next = [level, level + 1].flatMap((below) => segmentsBelow(TOP, below))
      const found = await this.#options.store.find(next, options, onPartial)
      if (found.length === 0) break
      this.#level = Math.max(this.#level, ...found.map((segment) => segment.level))
    }
    this.#isSearched = true
  }

  async #look(segment: Segment): Promise<void> {
    const { store } = this.#options
    const { level } = segment
    const isDeepest = level >= this.#level && level < DEEPEST_LEVEL
    const [item, below] = await Promise.all([
      this.#read(segment),
      isDeepest ? store.find(segmentsBelow(segment, level + 1), {}, rethrow) : [],
    ])
    if (below.length > 0) this.#level = Math.max(this.#level, level + 1)
    const byteLength = item?.value.byteLength ?? 0
    if (level === TOP.level) this.#isCrowded = byteLength > CROWD * roomOf(TOP)
    if (item !== undefined && byteLength >= this.#dueAt(segment)) await this.#tidy(segment, item)
    else this.#looked(segment, byteLength)
    // Four segments look at the one above them, so each of them does every fourth time; all is written to the topmost itself.
    if (level > 1 && Math.random() < 0.25) await this.#look(segmentAbove(segment, level - 1))
  }

  /** From how many bytes on a segment is to be tidied. */
  #dueAt(segment: Segment): number {
    if (segment.level >= this.#level) return this.#growthOf(segment).overgrownAt
    return segment.level === TOP.level ? roomOf(TOP) + 1 : 1
  }

  async #read(segment: Segment): Promise<CasItem | undefined> {
    const growth = this.#growthOf(segment)
    const { sentBytes } = growth
    const item = await this.#options.store.gets(segment)
    growth.saw(item?.value.byteLength ?? 0, sentBytes)
    return item
  }

  async #tidy(segment: Segment, item: CasItem): Promise<void> {
    const isTop = segment.level === TOP.level
    if (isTop && !this.#isSearched) await this.#searchLevels({}, rethrow)
    const { isReplaced, compactBytes } = await this.#compactor.tidy(segment, item, {
      deepest: this.#level,
      hasGrown: () => this.#growthOf(segment).hasGrown,
      // Lines are announced by the topmost segment only.
      hold: isTop ? (work) => this.#batcher.hold(work) : (work) => work(() => {}),
    })
    if (isTop && isReplaced) this.#isCrowded = false
    if (isReplaced) this.#growthOf(segment).tidied(compactBytes)
    this.#looked(segment, compactBytes)
  }

  /** Has the segment looked at again while there is room; a topmost one that others are below loses nothing when that is late. */
  #looked(segment: Segment, byteLength: number): void {
    const room = this.#dueAt(segment) - byteLength
    const isGathering = segment.level === TOP.level && this.#level > TOP.level
    this.#growthOf(segment).looked(room, isGathering ? room : room / 2)
  }

  #growthOf(segment: Segment): SegmentGrowth {
    const id = segmentId(segment)
    let growth = this.#growths.get(id)
    if (growth === undefined) {
      growth = new SegmentGrowth(leastBytesOf(segment))
      this.#growths.set(id, growth)
    }
    return growth
  }
}
