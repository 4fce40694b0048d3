/**
 * Each level of an index has four times the segments of the one above: two bits more of a name's hash tell
 * them apart.
 */
const BITS_PER_LEVEL = 2

/** The deepest level: 4^8 segments hold more keys than a listing could. */
export const DEEPEST_LEVEL = 8

/** One item of an index, by its place. */
export interface Segment {
  readonly level: number
  /** From 0 to below `segmentsAt(level)`. */
  readonly index: number
}

/** The first item on top. It stands for the index in the list of namespaces. */
export const TOP: Segment = { level: 0, index: 0 }

/**
 * On top are lanes, which lines are appended to. Each has two items that take turns: while one is looked
 * after, lines go to the other. All processes begin with the first lane. Those that get in each other's way
 * take one of their own.
 */
export const LANES = 64

/**
 * How many lanes are in use before any of the others. A listing that finds none but the first there does not
 * ask for the others.
 */
export const FIRST_LANES = 4

/** The item of a lane that has its turn, which is 0 or 1. */
export function laneSegment(lane: number, turn: number): Segment {
  return { level: TOP.level, index: 2 * lane + turn }
}

/** The lane that an item on top is one of. */
export function laneOf({ index }: Segment): number {
  return index >> 1
}

/** The item that takes turns with another one on top. */
export function otherOfLane({ level, index }: Segment): Segment {
  return { level, index: index ^ 1 }
}

/** The items of all lanes from `first` to before `end`. */
export function laneSegments(first: number, end: number): Segment[] {
  return Array.from({ length: 2 * (end - first) }, (_, at) => laneSegment(first + (at >> 1), at & 1))
}

/**
 * How many bytes of lines, without duplicates, a segment holds before they move down. Lines are appended on
 * top, where each append costs the server a copy; the segments below get many lines at once. Far below the
 * item limit of a memcached, 1 MiB, also when doubled.
 */
export function roomOf({ level }: Segment): number {
  return level === TOP.level ? 64 * 1024 : 256 * 1024
}

/**
 * A segment of fewer bytes is not worth rewriting. The topmost may be all that there is; the others get more
 * than that soon.
 */
export function leastBytesOf({ level }: Segment): number {
  return level === TOP.level ? 4 * 1024 : 32 * 1024
}

/** How many segments a level has: 1, 4, 16 … */
export function segmentsAt(level: number): number {
  return 1 << (BITS_PER_LEVEL * level)
}

/** All segments of a level below another segment; all of the level below one on top. */
export function segmentsBelow(segment: Segment, below: number): Segment[] {
  const { level } = segment
  const first = level === TOP.level ? 0 : segment.index
  const step = segmentsAt(level)
  return Array.from({ length: segmentsAt(below - level) }, (_, count) => ({
    level: below,
    index: first + count * step,
  }))
}

/** The segment of a higher level that a segment is below. */
export function segmentAbove({ index }: Segment, above: number): Segment {
  return { level: above, index: index % segmentsAt(above) }
}

/** Which segment of a level has the lines of a key with this hash: the same one for all processes. */
export function segmentIndex(hash: number, level: number): number {
  return hash & (segmentsAt(level) - 1)
}

/** A number of its own for each segment of an index. */
export function segmentId({ level, index }: Segment): number {
  if (level === TOP.level) return -index
  // A level has more segments than all above it together.
  return segmentsAt(level) + index
}

/** The memcached key of a segment, where `name` is that of the index. */
export function segmentKey(name: string, { level, index }: Segment): string {
  return `${name}:${level}.${index}`
}
