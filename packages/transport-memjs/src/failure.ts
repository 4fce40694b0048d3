import type { TransportErrorCode } from '@lmc/transport'

/** Why calls fail, before it is said of which call. */
export interface Failure {
  readonly code: TransportErrorCode
  readonly message: string
  readonly cause?: unknown
}
