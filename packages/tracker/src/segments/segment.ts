/**
 * Each level of an index has four times the segments of the one above: two bits more of a name's hash tell them
 * apart.
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

/** The one on top of all others, which lines are appended to. */
export const TOP: Segment = { level: 0, index: 0 }

/** Processes that get in each other's way there append to a segment each: these are beside the topmost. */
export const LANES: readonly Segment[] = Array.from({ length: 63 }, (_, before) => ({
  level: TOP.level,
  index: before + 1,
}))

/**
 * How many lanes are in use before any of the others. A listing that finds none of these there does not ask for
 * the others.
 */
export const FIRST_LANES = 7

/**
 * How many bytes of lines, without duplicates, a segment holds before they move down. Lines are appended on
 * top, where each append costs the server a copy; the segments below get many lines at once. Far below the item
 * limit of a memcached, 1 MiB, also when doubled.
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

/** All segments of a level below another segment; below the topmost and any lane: all. */
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

/**
 * The segment of a level, but for the topmost, that lines of a name are in: the same one for all processes.
 * Segments of a name on lower levels are below those on higher ones.
 */
export function segmentOf(name: string, level: number): Segment {
  return { level, index: segmentIndex(hashOf(name), level) }
}

/** Which segment of a level has the lines of a name of this hash. */
export function segmentIndex(hash: number, level: number): number {
  return hash & (segmentsAt(level) - 1)
}

/** The hash of a name, or of what stands from `start` to `end` behind `before`: an integer of 32 bits. */
export function hashOf(
  text: string,
  start: number = 0,
  end: number = text.length,
  before: string = '',
): number {
  // FNV-1a of the characters; its low bits are its weakest, so the high ones are folded in.
  let hash = 0x811c9dc5
  for (let index = 0; index < before.length; index++) hash = mix(hash, before.charCodeAt(index))
  for (let index = start; index < end; index++) hash = mix(hash, text.charCodeAt(index))
  return hash ^ (hash >>> 15)
}

function mix(hash: number, code: number): number {
  return Math.imul(hash ^ code, 0x01000193)
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
