import { type Moment, now } from '../judging/moment.ts'

/** A fault: what happened to which server or process, and when. */
export interface LoggedFault {
  readonly name: string
  /** The server or process, and the script if there is one. */
  readonly details: string
  /** Whether the fault changes bytes of replies. */
  readonly damages: boolean
  readonly begunAt: Moment
  /** Absent: the fault goes on. */
  readonly endedAt?: Moment
}

/** How long a fault has effects after its end, for the reports. */
const AFTERMATH = 1_500_000

/** All faults of a run. */
export class FaultLog {
  readonly #faults: LoggedFault[] = []

  get count(): number {
    return this.#faults.length
  }

  /** The number of faults, by their names. */
  get counts(): Map<string, number> {
    const counts = new Map<string, number>()
    for (const { name } of this.#faults) counts.set(name, (counts.get(name) ?? 0) + 1)
    return counts
  }

  /** Logs a fault for as long as `last` runs. */
  async during(fault: Omit<LoggedFault, 'begunAt' | 'endedAt'>, last: () => Promise<void>): Promise<void> {
    const place = this.#faults.length
    const begun = { ...fault, begunAt: now() }
    this.#faults.push(begun)
    await last()
    this.#faults[place] = { ...begun, endedAt: now() }
  }

  /** Whether a fault between the two moments may have changed bytes of replies. */
  mayHaveDamaged(begunAt: Moment, endedAt: Moment): boolean {
    return this.#between(begunAt, endedAt).some(({ damages }) => damages)
  }

  /** Whether there was no fault between the two moments, or shortly before. */
  isQuiet(begunAt: Moment, endedAt: Moment): boolean {
    return this.#between(begunAt - AFTERMATH, endedAt).length === 0
  }

  /** Describes the faults between the two moments, and shortly before. */
  circumstances(begunAt: Moment, endedAt: Moment): string {
    const faults = this.#between(begunAt - AFTERMATH, endedAt)
    if (faults.length === 0) return 'no fault'
    const inMilliseconds = (moment: Moment): string => ((moment - begunAt) / 1000).toFixed(1)
    return faults
      .map(({ name, details, begunAt: from, endedAt: to }) => {
        const when = `${inMilliseconds(from)} to ${to === undefined ? 'now' : inMilliseconds(to)} ms`
        return `${name} of ${details} (${when})`
      })
      .join(', ')
  }

  #between(begunAt: Moment, endedAt: Moment): LoggedFault[] {
    return this.#faults.filter(
      (fault) => fault.begunAt <= endedAt && (fault.endedAt === undefined || fault.endedAt >= begunAt),
    )
  }
}
