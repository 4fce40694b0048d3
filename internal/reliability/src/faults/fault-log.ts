import { type Moment, now } from '../judging/moment.ts'

/** What was done to whom, and when. */
export interface LoggedFault {
  readonly name: string
  /** Which server or process, and the script, where there is one. */
  readonly details: string
  /** Whether bytes of replies are changed on the way. */
  readonly damages: boolean
  readonly begunAt: Moment
  /** Absent: it goes on. */
  readonly endedAt?: Moment
}

/** How long a fault is felt after it is over, for the reports. */
const AFTERMATH = 1_500_000

/** Which faults there have been. */
export class FaultLog {
  readonly #faults: LoggedFault[] = []

  get count(): number {
    return this.#faults.length
  }

  /** How often each has been, by name. */
  get counts(): Map<string, number> {
    const counts = new Map<string, number>()
    for (const { name } of this.#faults) counts.set(name, (counts.get(name) ?? 0) + 1)
    return counts
  }

  /** Notes a fault while it lasts. */
  async during(fault: Omit<LoggedFault, 'begunAt' | 'endedAt'>, last: () => Promise<void>): Promise<void> {
    const place = this.#faults.length
    const begun = { ...fault, begunAt: now() }
    this.#faults.push(begun)
    await last()
    this.#faults[place] = { ...begun, endedAt: now() }
  }

  /** Whether bytes of replies were changed on the way at some time between. */
  mayHaveDamaged(begunAt: Moment, endedAt: Moment): boolean {
    return this.#between(begunAt, endedAt).some(({ damages }) => damages)
  }

  /** Whether nothing was done at any time between, or shortly before. */
  isQuiet(begunAt: Moment, endedAt: Moment): boolean {
    return this.#between(begunAt - AFTERMATH, endedAt).length === 0
  }

  /** Says what was going on between, or shortly before. */
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
