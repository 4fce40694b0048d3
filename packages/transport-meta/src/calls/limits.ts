import type { Milliseconds } from '@lmc/transport'

/** What bounds the calls to one server. */
export interface Limits {
  /** So long a call may take. */
  readonly timeout: Milliseconds
  /** So long a server may take until it has been reached and has answered for the first time. */
  readonly connectTimeout: Milliseconds
  /** How many commands may wait or be in flight. */
  readonly maxInFlight: number
  /** How many bytes the commands that wait or are in flight may have together. */
  readonly maxInFlightBytes: number
  /** The length of the longest value that is taken, in bytes. */
  readonly itemLimit: number
}
