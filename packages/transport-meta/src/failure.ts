import type { TransportErrorCode } from '@lmc/transport'

/** Why a connection takes no more calls, and what all that were on it fail by. */
export interface Failure {
  readonly code: TransportErrorCode
  readonly message: string
  /** The foreign error behind it. */
  readonly cause?: unknown
}
