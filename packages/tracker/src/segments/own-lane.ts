import { rethrow } from '../partial-answers.ts'
import type { KnownTree } from './known-tree.ts'
import { FIRST_LANES, LANES, laneOf, laneSegment, type Segment, TOP } from './segment.ts'
import type { SegmentStore } from './segment-store.ts'

/** So many lanes are tried before one is shared. */
const ATTEMPTS = 4

/** Where this process appends lines: one of the two items of a lane. */
export class OwnLane {
  readonly #store: SegmentStore
  readonly #known: KnownTree
  #lane = 0
  #turn = 0
  /** Whether lines go below at once, since nobody can keep up with what is written on top. */
  isCrowded = false

  constructor(store: SegmentStore, known: KnownTree) {
    this.#store = store
    this.#known = known
  }

  /** The item that has its turn. */
  get segment(): Segment {
    return laneSegment(this.#lane, this.#turn)
  }

  has(segment: Segment): boolean {
    return segment.level === TOP.level && laneOf(segment) === this.#lane
  }

  /** Has the other item of the lane take its turn, if it is this one's. */
  leave(segment: Segment): void {
    if (this.has(segment) && segment.index === this.segment.index) this.#turn = 1 - this.#turn
  }

  /**
   * Goes where this process is in nobody's way: to a lane whose first item it creates. Where all are there,
   * to any other. A lane that a process has left behind counts as taken; who shares it with nobody is not
   * disturbed there.
   */
  async move(): Promise<void> {
    this.#lane = await this.#claim()
    this.#turn = 0
    this.isCrowded = false
  }

  async #claim(): Promise<number> {
    const all = Array.from({ length: LANES - 1 }, (_, before) => before + 1)
    const there = await this.#store.find(
      all.map((lane) => laneSegment(lane, 0)),
      {},
      rethrow,
    )
    const taken = new Set(there.map(laneOf))
    const free = all.filter((lane) => !taken.has(lane))
    const first = free.filter((lane) => lane < FIRST_LANES)
    for (const lane of shuffle(first.length > 0 ? first : free).slice(0, ATTEMPTS)) {
      const segment = laneSegment(lane, 0)
      if (!(await this.#store.create(segment))) continue
      this.#known.created(segment)
      return lane
    }
    const others = [0, ...all].filter((lane) => lane !== this.#lane)
    return others[Math.floor(Math.random() * others.length)] ?? 0
  }
}

function shuffle<T>(all: readonly T[]): T[] {
  return all
    .map((one) => ({ one, at: Math.random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ one }) => one)
}
