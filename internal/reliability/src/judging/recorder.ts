import type { HistoryRecord } from './history-record.ts'
import { type Moment, now } from './moment.ts'

/** What has been recorded since the last time, and until when. */
export interface Recorded {
  readonly records: readonly HistoryRecord[]
  readonly until: Moment
}

/** Keeps what the clients of a process have seen until it is sent away. */
export class Recorder {
  #records: HistoryRecord[] = []

  add(record: HistoryRecord): void {
    this.#records.push(record)
  }

  /** Gives all, and forgets it. */
  take(): Recorded {
    const records = this.#records
    this.#records = []
    return { records, until: now() }
  }
}
