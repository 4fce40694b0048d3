import { rethrow } from '../partial-answers.ts'
import { FIRST_LANES, LANES, type Segment, TOP } from './segment.ts'
import type { SegmentStore } from './segment-store.ts'

/** So many lanes are tried before one is shared. */
const ATTEMPTS = 4

export interface Lane {
  readonly segment: Segment
  /** How long it was when this process created it; absent where it has been there before. */
  readonly byteLength?: number
}

/**
 * Resolves to a lane that nobody else has: that is the one whose item this process creates. Where all are
 * there, to any of them but the one that it has now. An item that a process has left behind counts as taken;
 * who shares it with nobody is not disturbed there.
 */
export async function claimLane(store: SegmentStore, current: Segment): Promise<Lane> {
  const taken = new Set(await store.find(LANES, {}, rethrow))
  const free = LANES.filter((lane) => !taken.has(lane))
  const first = free.filter(({ index }) => index <= FIRST_LANES)
  for (const segment of shuffle(first.length > 0 ? first : free).slice(0, ATTEMPTS)) {
    const byteLength = await store.create(segment)
    if (byteLength !== undefined) return { segment, byteLength }
  }
  const others = [TOP, ...LANES].filter((lane) => lane !== current)
  return { segment: others[Math.floor(Math.random() * others.length)] ?? TOP }
}

function shuffle<T>(all: readonly T[]): T[] {
  return all
    .map((one) => ({ one, at: Math.random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ one }) => one)
}
