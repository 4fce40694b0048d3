import type { HistoryRecord } from './history-record.ts'
import type { Moment } from './moment.ts'

/**
 * Merges the records of several processes into the order of time. Each process sends its records in order.
 */
export class Timeline {
  readonly #until = new Map<string, Moment>()
  #records: HistoryRecord[] = []

  /** Adds a process. Its records must be waited for. */
  expect(source: string): void {
    this.#until.set(source, -Infinity)
  }

  /** @param until the process has sent all records up to this moment. */
  add(source: string, records: readonly HistoryRecord[], until: Moment): void {
    for (const record of records) this.#records.push(record)
    if (this.#until.has(source)) this.#until.set(source, until)
  }

  /** Notes that the process sends nothing more. */
  end(source: string): void {
    this.#until.delete(source)
  }

  /** Takes the records before which no other can come any more, in the order of time. */
  take(): HistoryRecord[] {
    const until = Math.min(...this.#until.values())
    const taken: HistoryRecord[] = []
    const kept: HistoryRecord[] = []
    for (const record of this.#records) (record.at <= until ? taken : kept).push(record)
    this.#records = kept
    return taken.toSorted((one, other) => one.at - other.at)
  }
}
