import type { Call } from '../calls/call.ts'
import type { Failure } from './failure.ts'

/** Who is told what becomes of a connection. */
export interface ConnectionOwner<Connection> {
  /** The server has accepted the connection. */
  onReady(connection: Connection): void
  /** The server has answered a call for the first time. */
  onServed(connection: Connection): void
  /**
   * Nothing has come for a whole time-out though replies were due. All calls have failed; the connection is
   * kept for now.
   */
  onStall(connection: Connection): void
  /** Something has come after a stall. */
  onRecovery(connection: Connection): void
  /** It is gone. `rescued` are calls that may go by another connection; all others have failed. */
  onEnd(connection: Connection, failure: Failure, rescued: readonly Call<unknown>[]): void
}
