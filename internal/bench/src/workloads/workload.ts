import type { Session } from '../contenders/contender.ts'

/** What is done to a cache. */
export interface Workload {
  /** For the command line. */
  readonly name: string
  /** For the table. */
  readonly title: string
  /**
   * Stores what the calls need.
   *
   * @param prefix begins all keys, so that contenders do not meet on the server.
   */
  prepare(session: Session, prefix: string): Promise<Job>
}

/** A workload on one session. Calls are numbered from 0 on. */
export interface Job {
  /** So many calls differ; `call(i + distinct)` does what `call(i)` does. */
  readonly distinct: number
  /** What is measured. */
  call(i: number): Promise<unknown>
  /**
   * As `call`, and checks the answer.
   *
   * @throws {Error} when it is wrong.
   */
  verify(i: number): Promise<void>
}

/** A workload with so many calls in flight; a row of the table. */
export interface Run {
  readonly workload: Workload
  readonly inFlight: number
}
