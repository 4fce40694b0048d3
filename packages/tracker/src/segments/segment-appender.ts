import { TransportError } from '@lmc/transport'
import { LineTable } from '../lines/line-table.ts'
import { allLines } from '../lines/some-lines.ts'
import type { KnownTree } from './known-tree.ts'
import { DEEPEST_LEVEL, roomOf, type Segment } from './segment.ts'
import type { AppendOutcome, SegmentStore } from './segment-store.ts'
import { type SortedLines, sortLines } from './sort-lines.ts'
import type { UntidyServers } from './untidy-servers.ts'

export interface SegmentAppenderOptions {
  readonly store: SegmentStore
  readonly untidy: UntidyServers
  readonly known: KnownTree
  /** Is told of a segment that it is time to look at. */
  readonly onDue: (segment: Segment) => void
}

/** Appends lines to segments. */
export class SegmentAppender {
  readonly #options: SegmentAppenderOptions

  constructor(options: SegmentAppenderOptions) {
    this.#options = options
  }

  /** Appends lines to a segment. The first command has gone out when this returns. */
  async append(segment: Segment, bytes: Uint8Array): Promise<AppendOutcome> {
    const { store, known, onDue } = this.#options
    const growth = known.growthOf(segment)
    const sentBefore = growth.sentBytes
    growth.send(bytes.byteLength)
    const outcome = await store.append(segment, bytes)
    if (outcome === 'created') known.created(segment, sentBefore)
    else if (outcome === 'appended' && growth.add(bytes.byteLength)) onDue(segment)
    return outcome
  }

  /** Resolves when the lines are in segments of the level, or below where one takes no more. */
  async appendSorted(sorted: SortedLines, level: number): Promise<void> {
    await Promise.all(Array.from(sorted, ([index, bytes]) => this.#appendOrBelow({ level, index }, bytes)))
  }

  async #appendOrBelow(segment: Segment, bytes: Uint8Array): Promise<void> {
    const outcome = this.#isFull(segment) ? 'full' : await this.append(segment, bytes)
    if (outcome !== 'full') return
    const below = segment.level + 1
    if (below > DEEPEST_LEVEL)
      throw new TransportError('server', `no segment of the index takes ${bytes.byteLength} bytes`)
    await this.appendSorted(sortLines(allLines(LineTable.of(bytes)), below), below)
  }

  /**
   * Whether a segment that cannot be tidied has got enough from this process; otherwise the server says when
   * it is full.
   */
  #isFull(segment: Segment): boolean {
    const { store, untidy, known } = this.#options
    if (segment.level === DEEPEST_LEVEL || known.growthOf(segment).sentBytes < roomOf(segment)) return false
    return untidy.has(store.serverOf(segment))
  }
}
