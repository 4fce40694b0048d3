import type { Seconds } from '@lmc/transport'
import { toText } from './index-line.ts'
import { TrackerError } from '../tracker-error.ts'

/** A key that is about to be stored. */
export interface TrackedKey<Key> {
  readonly key: Key
  /** Absent: none, which is one of its own. */
  readonly namespace?: string | undefined
  readonly raw: boolean
  /** The lifetime that the value is stored with; 0 is for ever. */
  readonly lifetime: Seconds
}

/** A key as the index holds it. */
export interface IndexEntry {
  readonly namespace: string | undefined
  readonly line: string
}

/** The longest line that the index takes: a segment holds several. */
const LONGEST_LINE_BYTES = 16 * 1024

/** Writes the lines that keys are announced by. */
export class EntryWriter<Key> {
  readonly #now: () => Seconds
  #tick: Seconds | undefined

  /** @param now the clock, in seconds since 1970. */
  constructor(now: () => Seconds) {
    this.#now = now
  }

  /** @throws {TrackerError} `key-too-long`. */
  write({ key, namespace, raw, lifetime }: TrackedKey<Key>): IndexEntry {
    const line = toText({ raw, json: JSON.stringify(key), writtenAt: this.#nowOfTick(), lifetime })
    // A character takes up to three bytes.
    if (line.length > LONGEST_LINE_BYTES / 3) assertFits(line)
    return { namespace, line }
  }

  /** The clock, looked at once for all that is announced together. */
  #nowOfTick(): Seconds {
    if (this.#tick === undefined) {
      this.#tick = this.#now()
      queueMicrotask(() => {
        this.#tick = undefined
      })
    }
    return this.#tick
  }
}

/** @throws {TrackerError} `key-too-long` for a line that takes more bytes than a segment should. */
function assertFits(line: string): void {
  const byteLength = Buffer.byteLength(line)
  if (byteLength <= LONGEST_LINE_BYTES) return
  const problem = `Key takes ${byteLength} bytes in the list of keys, which takes at most ${LONGEST_LINE_BYTES}`
  throw new TrackerError('key-too-long', `${problem}: ${line.slice(0, 40)}…`)
}
