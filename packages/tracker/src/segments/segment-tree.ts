import { type CallOptions, isTransportError } from '@lmc/transport'
import type { IndexEntry } from '../lines/index-entry.ts'
import { type Announcement, LineBatcher } from '../lines/line-batcher.ts'
import { LineTable } from '../lines/line-table.ts'
import { allLines } from '../lines/some-lines.ts'
import type { Tickets } from '../lines/tickets.ts'
import type { OnPartial } from '../partial-answers.ts'
import { Compactor } from './compactor.ts'
import { KnownTree } from './known-tree.ts'
import type { GoneLinesOptions } from './gone-lines.ts'
import { OwnLane } from './own-lane.ts'
import type { Segment } from './segment.ts'
import { SegmentAppender } from './segment-appender.ts'
import type { AppendOutcome, SegmentContent, SegmentStore } from './segment-store.ts'
import { SegmentUpkeep } from './segment-upkeep.ts'
import { sortLines } from './sort-lines.ts'
import { openTree, type TreeReading } from './tree-reading.ts'
import type { UntidyServers } from './untidy-servers.ts'

export interface SegmentTreeOptions extends GoneLinesOptions {
  readonly store: SegmentStore
  readonly tickets: Tickets
  readonly untidy: UntidyServers
  /** Is called when the index has been created, or is written to for the first time. */
  readonly onCreated: () => Promise<void>
}

/**
 * The index of one namespace: levels of segments, each an item made of lines. Lines are appended on top, so
 * that those of a tick leave by one command whatever they name. When an item there is full, its lines move
 * down together to the tree's depth, each to the segment of its key.
 *
 * The index is the union of its segments, so nobody needs to know what the others do. A level only says where
 * room is expected. Lines only ever move down, and are below before they leave above: who reads from the top
 * down misses none.
 */
export class SegmentTree {
  readonly #options: SegmentTreeOptions
  readonly #known = new KnownTree()
  readonly #batcher: LineBatcher
  readonly #lane: OwnLane
  readonly #appender: SegmentAppender
  readonly #upkeep: SegmentUpkeep
  #isNamed = false

  constructor(options: SegmentTreeOptions) {
    this.#options = options
    const known = this.#known
    this.#batcher = new LineBatcher(options.tickets, (lines) => this.#append(lines))
    this.#lane = new OwnLane(options.store, known)
    const onDue = (segment: Segment): void => this.#upkeep.lookSoon(segment)
    this.#appender = new SegmentAppender({ ...options, known, onDue })
    const compactor = new Compactor({ ...options, known, appender: this.#appender })
    this.#upkeep = new SegmentUpkeep({ ...options, known, lane: this.#lane, compactor })
  }

  /** Adds a line, with all others of this tick. */
  announce(entry: IndexEntry): Announcement {
    return this.#batcher.announce(entry)
  }

  /** Begins to read the index: from the top down, for lines move down meanwhile. */
  async open(options: CallOptions, onPartial: OnPartial, looksAhead?: boolean): Promise<TreeReading> {
    const reading = await openTree(this.#options.store, options, onPartial, looksAhead)
    this.#known.asked(reading.depth)
    return reading
  }

  /** Rewrites a segment without what it need not hold. */
  tidy(segment: Segment): Promise<void> {
    return this.#upkeep.tidy(segment)
  }

  /**
   * Puts `rest` in the place of what a segment held. Resolves to `false` where others have rewritten it since
   * it was read.
   */
  drop(content: SegmentContent, rest: Uint8Array): Promise<boolean> {
    return this.#upkeep.drop(content, rest)
  }

  /** Sends the lines before it returns, and resolves when they are in the index. */
  async #append(lines: Uint8Array): Promise<void> {
    const { segment, isCrowded } = this.#lane
    const outcome = isCrowded ? 'full' : await this.#appendOnTop(segment, lines)
    if (outcome === 'full') {
      const level = Math.max(1, this.#known.depth)
      await this.#appender.appendSorted(sortLines(allLines(LineTable.of(lines)), level), level)
      if (this.#known.growthOf(segment).add(lines.byteLength)) this.#upkeep.lookSoon(segment)
    }
    if (outcome !== 'created' && this.#isNamed) return
    this.#isNamed = true
    await this.#options.onCreated()
  }

  /** Resolves to `full` also when the server of the segment is down, where there are others. */
  async #appendOnTop(segment: Segment, lines: Uint8Array): Promise<AppendOutcome> {
    try {
      return await this.#appender.append(segment, lines)
    } catch (error) {
      // What may have arrived can be there twice.
      if (this.#known.depth > 0 && isTransportError(error) && error.code === 'connection') return 'full'
      throw error
    }
  }
}
