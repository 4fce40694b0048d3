import type { TransportErrorCode } from '@lmc/transport'

/** Why calls fail, before it is said of which call, and whether anything of the call was sent. */
export interface Failure {
  readonly code: TransportErrorCode
  /** Names the cause. */
  readonly message: string
  readonly cause?: unknown
}
