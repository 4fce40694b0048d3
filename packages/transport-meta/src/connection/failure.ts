import type { TransportErrorCode } from '@lmc/transport'

/** Why a connection takes no more calls, and what all that were on it fail by. */
export interface Failure {
  readonly code: TransportErrorCode
  readonly message: string
  /** The foreign error behind it. */
  readonly cause?: unknown
  /**
   * How soon a new connection is tried when the server is down. `at once`: the host says that nothing
   * listens. `soon`: nothing answers. `slowly`: the server breaks off its connections. `later`: the server
   * refuses us, or its name leads nowhere.
   */
  readonly retry?: 'at once' | 'soon' | 'slowly' | 'later' | undefined
  /** Whether the server has closed the connection in an orderly way. */
  readonly isPolite?: boolean
}
