import { joinBytes } from './join-bytes.ts'
import { type Segment, segmentId } from './segment.ts'
import type { AppendOutcome, SegmentStore } from './segment-store.ts'

/** The most that one command appends. */
const MOST_BYTES_AT_ONCE = 32 * 1024

/** Lines that leave together. */
interface Batch {
  readonly segment: Segment
  readonly lines: Uint8Array[]
  byteLength: number
  /** Are called when the command has gone out. */
  readonly onSent: (() => void)[]
  readonly outcome: Promise<AppendOutcome>
  readonly settle: (outcome: AppendOutcome | Promise<AppendOutcome>) => void
}

/** Appends lines to the segments of an index: all lines of one tick for one segment by one command. */
export class SegmentAppender {
  readonly #store: SegmentStore
  /** In the order in which they were begun. */
  #unsent: Batch[] = []
  /** Those that take more lines, by the id of their segment. */
  readonly #open = new Map<number, Batch>()
  readonly #held = new Set<number>()
  #isFlushDue = false

  constructor(store: SegmentStore) {
    this.#store = store
  }

  /**
   * Resolves to what became of the line. `onSent` is called as soon as the command has gone out, which is in the tick of this call unless the
   * segment is held.
   */
  append(segment: Segment, line: Uint8Array, onSent: () => void): Promise<AppendOutcome> {
    const id = segmentId(segment)
    let batch = this.#open.get(id)
    if (batch === undefined || batch.byteLength + line.byteLength > MOST_BYTES_AT_ONCE) {
      batch = createBatch(segment)
      this.#open.set(id, batch)
      this.#unsent.push(batch)
      this.#flushSoon()
    }
    batch.lines.push(line)
    batch.byteLength += line.byteLength
    batch.onSent.push(onSent)
    return batch.outcome
  }

  /** Keeps lines for a segment back while `work` goes on, which reads it and sends what replaces it. */
  async hold<T>(segment: Segment, work: (release: () => void) => Promise<T>): Promise<T> {
    const id = segmentId(segment)
    this.#held.add(id)
    const release = (): void => {
      if (this.#held.delete(id)) this.#flushSoon()
    }
    try {
      return await work(release)
    } finally {
      release()
    }
  }

  #flushSoon(): void {
    if (this.#isFlushDue) return
    this.#isFlushDue = true
    queueMicrotask(() => {
      this.#isFlushDue = false
      const unsent = this.#unsent
      this.#unsent = unsent.filter(({ segment }) => this.#held.has(segmentId(segment)))
      for (const batch of unsent) if (!this.#held.has(segmentId(batch.segment))) this.#send(batch)
    })
  }

  #send(batch: Batch): void {
    const id = segmentId(batch.segment)
    if (this.#open.get(id) === batch) this.#open.delete(id)
    batch.settle(this.#store.append(batch.segment, joinBytes(batch.lines)))
    for (const onSent of batch.onSent) onSent()
  }
}

function createBatch(segment: Segment): Batch {
  let settle: Batch['settle'] = () => {}
  const outcome = new Promise<AppendOutcome>((resolve) => {
    settle = resolve
  })
  return { segment, lines: [], byteLength: 0, onSent: [], outcome, settle }
}
