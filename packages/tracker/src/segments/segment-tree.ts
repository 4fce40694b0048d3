import { type CallOptions, type CasItem, isTransportError, TransportError } from '@lmc/transport'
import { inBackground } from '../in-background.ts'
import type { IndexEntry } from '../lines/index-entry.ts'
import { encodeText, type IndexLine } from '../lines/index-line.ts'
import { type Announcement, LineBatcher } from '../lines/line-batcher.ts'
import { type OnPartial, rethrow } from '../partial-answers.ts'
import { claimLane } from './claim-lane.ts'
import { Compactor, type CompactorOptions, type SegmentOwner, type Tidied } from './compactor.ts'
import {
  DEEPEST_LEVEL,
  roomOf,
  type Segment,
  segmentAbove,
  segmentId,
  segmentsBelow,
  TOP,
} from './segment.ts'
import { SegmentGrowths } from './segment-growths.ts'
import type { AppendOutcome, SegmentContent } from './segment-store.ts'
import { sortLines } from './sort-lines.ts'
import { openTree, type TreeReading } from './tree-reading.ts'

/** How often a segment is read again that others have rewritten meanwhile. */
const TIDY_ATTEMPTS = 3

/** A segment on top of so many times its room is written to by more processes than can be kept up with. */
const CROWD = 4

/**
 * So many of the four segments below another one show that lines are kept there; one alone may be anybody's.
 */
const LEAST_BELOW = 3

/** How often who looks at its lane looks at the topmost segment too, which all may have left. */
const TOP_LOOKED_AT = 1 / 16

export interface SegmentTreeOptions extends CompactorOptions {
  /** Is called when the index has been created, or is written to for the first time. */
  readonly onCreated: () => Promise<void>
}

/**
 * The index of one namespace: levels of segments, each an item made of lines. Lines are appended on top, so
 * that those of a tick leave by one command whatever they name; when a segment there is full, its lines move
 * down together to the tree's depth, each to the segment of its name. On top is one segment at first. A process
 * that gets in another's way there takes a lane, which is a segment beside it.
 *
 * The index is the union of its segments, so nobody needs to know what the others do; a level only says where
 * room is expected. Lines only ever move down, and are below before they leave above: who reads from the top
 * down misses none.
 */
export class SegmentTree implements SegmentOwner {
  readonly #options: SegmentTreeOptions
  readonly #batcher: LineBatcher
  readonly #compactor: Compactor
  readonly #growths = new SegmentGrowths()
  /** The segments that this process is looking after. */
  readonly #lookedAt = new Set<number>()
  /** Where this process appends lines. */
  #lane = TOP
  #depth = 0
  #isDepthKnown = false
  #isNamed = false
  #isCrowded = false

  constructor(options: SegmentTreeOptions) {
    this.#options = options
    this.#batcher = new LineBatcher(options.tickets, (lines) => this.#append(lines))
    this.#compactor = new Compactor(options, this)
  }

  /** The level that lines move down to: the deepest that is there as a whole. */
  get depth(): number {
    return this.#depth
  }

  /** Adds a line, with all others of this tick. */
  announce(entry: IndexEntry): Announcement {
    return this.#batcher.announce(entry)
  }

  /** Begins to read the index: from the top down, for lines move down meanwhile. */
  async open(options: CallOptions, onPartial: OnPartial, looksAhead?: boolean): Promise<TreeReading> {
    const reading = await openTree(this.#options.store, options, onPartial, looksAhead)
    this.#depth = Math.max(this.#depth, reading.depth)
    this.#isDepthKnown = true
    return reading
  }

  /** Rewrites a segment without what it need not hold. */
  async tidy(segment: Segment): Promise<void> {
    for (let attempt = 0; attempt < TIDY_ATTEMPTS; attempt++) {
      const item = await this.#read(segment)
      if (item === undefined || (await this.#tidy(segment, item))) return
    }
  }

  /**
   * Drops those lines of a segment that are to go. Resolves to `false` where others have rewritten it since it
   * was read.
   */
  async drop(content: SegmentContent, isToGo: (line: IndexLine) => boolean): Promise<boolean> {
    const { store, untidy } = this.#options
    const { segment } = content
    if (untidy.has(store.serverOf(segment))) return true
    const tidied = await this.#compactor.drop(content, isToGo)
    this.#note(segment, tidied)
    return tidied.isReplaced
  }

  hasGrown(segment: Segment): boolean {
    return this.#growths.of(segment).hasGrown
  }

  hold<T>(segment: Segment, work: (release: () => void) => Promise<T>): Promise<T> {
    return segment === this.#lane ? this.#batcher.hold(work) : work(() => {})
  }

  async appendBelow(bySegment: ReadonlyMap<number, string>, level: number): Promise<void> {
    await this.#appendTo(bySegment, level)
    this.#depth = Math.max(this.#depth, level)
  }

  /** Sends the lines before it returns, and resolves when they are in the index. */
  async #append(lines: string): Promise<void> {
    const lane = this.#lane
    const bytes = encodeText(lines)
    const outcome = this.#isCrowded ? 'full' : await this.#appendOnTop(lane, bytes)
    if (outcome === 'full') {
      const level = Math.max(1, this.#depth)
      await this.#appendTo(sortLines(lines, level).bySegment, level)
    }
    if (this.#growths.of(lane).add(bytes.byteLength)) inBackground(this.#look(lane))
    if (outcome !== 'created' && this.#isNamed) return
    this.#isNamed = true
    await this.#options.onCreated()
  }

  /** Resolves to `full` also when the server of the segment is down, where there are others. */
  async #appendOnTop(lane: Segment, bytes: Uint8Array): Promise<AppendOutcome> {
    this.#growths.of(lane).send(bytes.byteLength)
    try {
      return await this.#options.store.append(lane, bytes)
    } catch (error) {
      // What may have arrived can be there twice.
      if (this.#depth > 0 && isTransportError(error) && error.code === 'connection') return 'full'
      throw error
    }
  }

  /**
   * Appends lines to the segments of a level, which are given by their places; where one takes no more, to
   * those below it.
   */
  async #appendTo(bySegment: ReadonlyMap<number, string>, level: number): Promise<void> {
    await Promise.all(
      Array.from(bySegment, async ([index, lines]) => {
        const segment = { level, index }
        const bytes = encodeText(lines)
        const outcome = this.#isFull(segment) ? 'full' : await this.#appendToOne(segment, bytes)
        if (outcome !== 'full') return undefined
        if (level === DEEPEST_LEVEL)
          throw new TransportError('server', `no segment of the index takes ${bytes.byteLength} bytes`)
        return this.#appendTo(sortLines(lines, level + 1).bySegment, level + 1)
      }),
    )
  }

  async #appendToOne(segment: Segment, bytes: Uint8Array): Promise<AppendOutcome> {
    const growth = this.#growths.of(segment)
    growth.send(bytes.byteLength)
    const outcome = await this.#options.store.append(segment, bytes)
    // What a new one begins with has been tidied above.
    if (outcome === 'created') growth.tidied(bytes.byteLength)
    if (outcome !== 'full' && growth.add(bytes.byteLength)) inBackground(this.#look(segment))
    return outcome
  }

  /**
   * Whether a segment that cannot be tidied has got enough from this process; otherwise the server says when it
   * is full.
   */
  #isFull(segment: Segment): boolean {
    const { store, untidy } = this.#options
    if (segment.level === DEEPEST_LEVEL || this.#growths.of(segment).sentBytes < roomOf(segment)) return false
    return untidy.has(store.serverOf(segment))
  }

  async #look(segment: Segment): Promise<void> {
    // Whatever becomes of it, there is a next time.
    this.#growths.looked(segment, 0, this.#depth)
    const id = segmentId(segment)
    if (this.#lookedAt.has(id)) return
    this.#lookedAt.add(id)
    try {
      const isLeased = await this.#options.store.withLease(segment, () => this.#lookNow(segment))
      if (!isLeased && segment === this.#lane) await this.#takeLane()
    } finally {
      this.#lookedAt.delete(id)
    }
    const { level } = segment
    if (level === TOP.level && segment !== TOP && Math.random() < TOP_LOOKED_AT) await this.#look(TOP)
    // Four segments look at the one above them, so each of them does every fourth time; those on top are
    // written to themselves.
    if (level > 1 && Math.random() < 0.25) await this.#look(segmentAbove(segment, level - 1))
  }

  /** Resolves to `false` where others were faster: so they will be for the next one. */
  async #lookNow(segment: Segment): Promise<boolean> {
    const { store, untidy } = this.#options
    const { level } = segment
    if (untidy.has(store.serverOf(segment))) {
      this.#isCrowded ||= segment === this.#lane
      return true
    }
    const isDeepest = level >= this.#depth && level < DEEPEST_LEVEL
    const [item, below] = await Promise.all([
      this.#read(segment),
      isDeepest ? store.find(segmentsBelow(segment, level + 1), {}, rethrow) : [],
    ])
    if (below.length >= LEAST_BELOW) this.#depth = Math.max(this.#depth, level + 1)
    const byteLength = item?.value.byteLength ?? 0
    if (segment === this.#lane) this.#isCrowded = byteLength > CROWD * roomOf(TOP)
    if (item !== undefined && byteLength >= this.#growths.dueAt(segment, this.#depth))
      return this.#tidy(segment, item)
    this.#growths.looked(segment, byteLength, this.#depth)
    // The topmost segment stands for the index in the list of namespaces.
    if (item === undefined && segment === TOP && (await store.create(TOP)) !== undefined)
      await this.#options.onCreated()
    return true
  }

  async #read(segment: Segment): Promise<CasItem | undefined> {
    const growth = this.#growths.of(segment)
    const { sentBytes } = growth
    const item = await this.#options.store.gets(segment)
    growth.saw(item?.value.byteLength ?? 0, sentBytes)
    return item
  }

  /** Resolves to `false` where others were faster. */
  async #tidy(segment: Segment, item: CasItem): Promise<boolean> {
    if (!this.#isDepthKnown) await this.open({}, rethrow)
    const tidied = await this.#compactor.tidy(segment, item)
    this.#note(segment, tidied)
    const { store, untidy } = this.#options
    const isUntidy = untidy.has(store.serverOf(segment))
    if (segment === this.#lane) {
      this.#isCrowded = isUntidy
      if (!tidied.isReplaced && !isUntidy) await this.#takeLane()
    }
    return tidied.isReplaced || isUntidy
  }

  #note(segment: Segment, { isReplaced, compactBytes }: Tidied): void {
    if (isReplaced) this.#growths.of(segment).tidied(compactBytes)
    this.#growths.looked(segment, compactBytes, this.#depth)
  }

  /** Goes where this process is in nobody's way. */
  async #takeLane(): Promise<void> {
    const lane = await claimLane(this.#options.store, this.#lane)
    if (lane.byteLength !== undefined) this.#growths.of(lane.segment).claimed(lane.byteLength, roomOf(TOP))
    this.#lane = lane.segment
    this.#isCrowded = false
  }
}
