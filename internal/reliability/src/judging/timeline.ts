import type { HistoryRecord } from './history-record.ts'
import type { Moment } from './moment.ts'

/**
 * Brings the records of several processes, each of which sends its own in their order, into the order of all.
 */
export class Timeline {
  readonly #until = new Map<string, Moment>()
  #records: HistoryRecord[] = []

  /** Names a process whose records have to be waited for. */
  expect(source: string): void {
    this.#until.set(source, -Infinity)
  }

  /** @param until later ones are all that this process has not sent yet. */
  add(source: string, records: readonly HistoryRecord[], until: Moment): void {
    for (const record of records) this.#records.push(record)
    if (this.#until.has(source)) this.#until.set(source, until)
  }

  /** Nothing more comes of this process. */
  end(source: string): void {
    this.#until.delete(source)
  }

  /** Takes the records that no earlier one can follow any more, in the order of their time. */
  take(): HistoryRecord[] {
    const until = Math.min(...this.#until.values())
    const taken: HistoryRecord[] = []
    const kept: HistoryRecord[] = []
    for (const record of this.#records) (record.at <= until ? taken : kept).push(record)
    this.#records = kept
    return taken.toSorted((one, other) => one.at - other.at)
  }
}
