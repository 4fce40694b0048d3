import type { CasItem } from '@lmc/transport'
import { inBackground } from '../in-background.ts'
import { rethrow } from '../partial-answers.ts'
import type { Compactor, Tidied } from './compactor.ts'
import type { KnownTree } from './known-tree.ts'
import type { OwnLane } from './own-lane.ts'
import {
  DEEPEST_LEVEL,
  otherOfLane,
  roomOf,
  type Segment,
  segmentAbove,
  segmentId,
  segmentsBelow,
  TOP,
} from './segment.ts'
import type { SegmentContent, SegmentStore } from './segment-store.ts'
import { findDepth } from './tree-reading.ts'
import type { UntidyServers } from './untidy-servers.ts'

/** How often a segment is read again that others have rewritten meanwhile. */
const TIDY_ATTEMPTS = 3

/** An item on top of so many times its room is written to by more processes than can be kept up with. */
const CROWD = 4

/**
 * So many of the four segments below another one show that lines are kept there; one alone may be anybody's.
 */
const LEAST_BELOW = 3

/**
 * How often a process that looks at its own lane looks at the first item on top too, which all may have left.
 */
const TOP_LOOKED_AT = 1 / 16

export interface SegmentUpkeepOptions {
  readonly store: SegmentStore
  readonly untidy: UntidyServers
  readonly known: KnownTree
  readonly lane: OwnLane
  readonly compactor: Compactor
  /** Is called when the index has been created, and from time to time. */
  readonly onCreated: () => Promise<void>
}

/** What this process does to keep the segments of an index small. */
export class SegmentUpkeep {
  readonly #options: SegmentUpkeepOptions
  /** The segments that this process is looking at. */
  readonly #lookedAt = new Set<number>()

  constructor(options: SegmentUpkeepOptions) {
    this.#options = options
  }

  /** Looks whether a segment is to be tidied. Nobody waits for that. */
  lookSoon(segment: Segment): void {
    inBackground(this.#look(segment))
  }

  /** Rewrites a segment without what it need not hold. */
  async tidy(segment: Segment): Promise<void> {
    for (let attempt = 0; attempt < TIDY_ATTEMPTS; attempt++) {
      this.#options.lane.leave(segment)
      const item = await this.#read(segment)
      if (item === undefined || (await this.#tidy(segment, item))) return
    }
  }

  /**
   * Puts `rest` in the place of what a segment held. Resolves to `false` where others have rewritten it since
   * it was read.
   */
  async drop(content: SegmentContent, rest: Uint8Array): Promise<boolean> {
    const { store, untidy, lane, compactor } = this.#options
    const { segment } = content
    if (untidy.has(store.serverOf(segment))) return true
    lane.leave(segment)
    const tidied = await compactor.drop(content, rest)
    this.#note(segment, tidied)
    return tidied.isReplaced
  }

  async #look(segment: Segment): Promise<void> {
    const { store, known, lane } = this.#options
    // Whatever becomes of it, there is a next time.
    known.looked(segment, 0)
    const id = segmentId(segment)
    if (this.#lookedAt.has(id)) return
    // Lines have to go somewhere meanwhile.
    if (segment.level === TOP.level && this.#lookedAt.has(segmentId(otherOfLane(segment)))) return
    this.#lookedAt.add(id)
    try {
      // Who is alone knows that it is time, and need not find the segment changed by what it appends
      // meanwhile.
      if (known.growthOf(segment).isAlone) lane.leave(segment)
      const isLeased = await store.withLease(segment, () => this.#lookNow(segment))
      if (!isLeased && lane.has(segment)) await lane.move()
    } finally {
      this.#lookedAt.delete(id)
    }
    const { level } = segment
    if (level === TOP.level && id !== segmentId(TOP) && Math.random() < TOP_LOOKED_AT) await this.#look(TOP)
    // Four segments look at the one above them, so each of them does every fourth time; those on top are
    // written to themselves.
    if (level > 1 && Math.random() < 0.25) await this.#look(segmentAbove(segment, level - 1))
  }

  /** Resolves to `false` where others were faster: so they will be for the next one. */
  async #lookNow(segment: Segment): Promise<boolean> {
    const { store, untidy, known, lane, onCreated } = this.#options
    const { level } = segment
    if (untidy.has(store.serverOf(segment))) {
      lane.isCrowded ||= lane.has(segment)
      return true
    }
    const isDeepest = level >= known.depth && level < DEEPEST_LEVEL
    const [item, below] = await Promise.all([
      this.#read(segment),
      isDeepest ? store.find(segmentsBelow(segment, level + 1), {}, rethrow) : [],
    ])
    if (below.length >= LEAST_BELOW) known.hasLevel(level + 1)
    const byteLength = item?.value.byteLength ?? 0
    if (lane.has(segment)) lane.isCrowded = byteLength > CROWD * roomOf(TOP)
    const isDue = item !== undefined && byteLength >= known.dueAt(segment)
    if (!isDue) known.looked(segment, byteLength)
    const isDone = isDue ? await this.#tidy(segment, item) : true
    // The first item on top stands for the index in the list of namespaces, which can be evicted as well.
    if (segmentId(segment) === segmentId(TOP)) {
      if (item === undefined) await store.create(TOP)
      await onCreated()
    }
    return isDone
  }

  async #read(segment: Segment): Promise<CasItem | undefined> {
    const { store, known } = this.#options
    const growth = known.growthOf(segment)
    const { sentBytes } = growth
    const item = await store.gets(segment)
    growth.saw(item?.value.byteLength ?? 0, sentBytes)
    return item
  }

  /** Resolves to `false` where others were faster. */
  async #tidy(segment: Segment, item: CasItem): Promise<boolean> {
    const { store, untidy, known, lane, compactor } = this.#options
    lane.leave(segment)
    if (!known.isDepthKnown) known.asked(await findDepth(store, {}, rethrow))
    const tidied = await compactor.tidy(segment, item)
    this.#note(segment, tidied)
    const isUntidy = untidy.has(store.serverOf(segment))
    if (lane.has(segment)) {
      lane.isCrowded = isUntidy
      if (!tidied.isReplaced && !isUntidy) await lane.move()
    }
    return tidied.isReplaced || isUntidy
  }

  #note(segment: Segment, { isReplaced, compactBytes }: Tidied): void {
    const { known } = this.#options
    if (isReplaced) known.growthOf(segment).tidied(compactBytes)
    known.looked(segment, compactBytes)
  }
}
