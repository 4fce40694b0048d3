import { STAMP_BYTES } from '../lines/line-format.ts'
import { leastBytesOf, roomOf, type Segment, segmentId, TOP } from './segment.ts'
import { SegmentGrowth } from './segment-growth.ts'

/** What this process knows of a tree: how deep it is, and how its segments grow. */
export class KnownTree {
  #depth = 0
  #isDepthKnown = false
  readonly #growths = new Map<number, SegmentGrowth>()

  /** The level that lines move down to: the deepest that is there as a whole. */
  get depth(): number {
    return this.#depth
  }

  /** Whether anybody here has asked how deep the tree is. */
  get isDepthKnown(): boolean {
    return this.#isDepthKnown
  }

  /** Says that a level is there. */
  hasLevel(level: number): void {
    this.#depth = Math.max(this.#depth, level)
  }

  /** Says how deep the tree was when somebody here asked. */
  asked(depth: number): void {
    this.hasLevel(depth)
    this.#isDepthKnown = true
  }

  growthOf(segment: Segment): SegmentGrowth {
    const id = segmentId(segment)
    let growth = this.#growths.get(id)
    if (growth === undefined) {
      growth = new SegmentGrowth(leastBytesOf(segment))
      this.#growths.set(id, growth)
    }
    return growth
  }

  /**
   * Says that this process has created a segment, in which a stamp stands above what it has sent since.
   *
   * @param sentBytes what it had sent to the segment before.
   */
  created(segment: Segment, sentBytes: number = this.growthOf(segment).sentBytes): void {
    const growth = this.growthOf(segment)
    const sentSince = growth.sentBytes - sentBytes
    // What moves down has been tidied above.
    growth.created(STAMP_BYTES, sentBytes, segment.level === TOP.level ? 0 : sentSince)
    this.looked(segment, STAMP_BYTES + sentSince)
  }

  /** From how many bytes on a segment is to be tidied. */
  dueAt(segment: Segment): number {
    if (segment.level >= this.#depth) return this.growthOf(segment).overgrownAt
    return segment.level === TOP.level ? roomOf(TOP) + 1 : 1
  }

  /** Has a segment of so many bytes looked at again while there is room. */
  looked(segment: Segment, byteLength: number): void {
    const room = this.dueAt(segment) - byteLength
    // Those on top are small, where nothing is below them; the others cost more to read than to be late with.
    const isSmall = segment.level === TOP.level && this.#depth === TOP.level
    this.growthOf(segment).looked(room, isSmall ? room / 2 : 2 * room)
  }
}
