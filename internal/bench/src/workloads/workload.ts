import type { Session } from '../contenders/contender.ts'
import type { Exchange } from './exchange.ts'

/** A kind of calls to measure. */
export interface Workload {
  /** The name on the command line. */
  readonly name: string
  /** The name in the table. */
  readonly title: string
  /**
   * Stores the values that the calls need.
   *
   * @param prefix the prefix of all keys, so that contenders use different keys on the server.
   */
  prepare(session: Session, prefix: string): Promise<Job>
}

/** A workload on one session. Calls are numbered from 0. */
export interface Job {
  /** How many calls differ: `call(i + distinct)` is the same call as `call(i)`. */
  readonly distinct: number
  /** The measured call. */
  call(i: number): Promise<unknown>
  /**
   * Whether an answer of `call` has all its values. Every measured answer is asked, so this only counts.
   * Absent: the answers have no values.
   */
  readonly isWhole?: (answer: unknown) => boolean
  /**
   * Makes the same call as `call`, and checks the answer.
   *
   * @throws {Error} when it is wrong.
   */
  verify(i: number): Promise<void>
  /** The bytes of the calls; absent where they are not always the same. */
  readonly exchange?: Exchange
}

/** A workload with a number of calls in flight. */
export interface Run {
  readonly workload: Workload
  readonly inFlight: number
}
