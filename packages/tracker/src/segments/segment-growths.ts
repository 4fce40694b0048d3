import { leastBytesOf, roomOf, type Segment, segmentId, TOP } from './segment.ts'
import { SegmentGrowth } from './segment-growth.ts'

/** What this process knows of how the segments of a tree grow. */
export class SegmentGrowths {
  readonly #growths = new Map<number, SegmentGrowth>()

  of(segment: Segment): SegmentGrowth {
    const id = segmentId(segment)
    let growth = this.#growths.get(id)
    if (growth === undefined) {
      growth = new SegmentGrowth(leastBytesOf(segment))
      this.#growths.set(id, growth)
    }
    return growth
  }

  /** From how many bytes on a segment of a tree of some depth is to be tidied. */
  dueAt(segment: Segment, depth: number): number {
    if (segment.level >= depth) return this.of(segment).overgrownAt
    return segment.level === TOP.level ? roomOf(TOP) + 1 : 1
  }

  /** Has a segment of so many bytes looked at again while there is room. */
  looked(segment: Segment, byteLength: number, depth: number): void {
    const room = this.dueAt(segment, depth) - byteLength
    // Those on top are small, where nothing is below them; the others cost more to read than to be late with.
    const isSmall = segment.level === TOP.level && depth === TOP.level
    this.of(segment).looked(room, isSmall ? room / 2 : 2 * room)
  }
}
