import type { HistoryRecord } from './history-record.ts'
import { type Moment, now } from './moment.ts'

/** The records since the last time, and the moment up to which they are complete. */
export interface Recorded {
  readonly records: readonly HistoryRecord[]
  readonly until: Moment
}

/** Keeps the records of the clients of a process until they are sent. */
export class Recorder {
  #records: HistoryRecord[] = []

  add(record: HistoryRecord): void {
    this.#records.push(record)
  }

  /** Returns all records, and forgets them. */
  take(): Recorded {
    const records = this.#records
    this.#records = []
    return { records, until: now() }
  }
}
