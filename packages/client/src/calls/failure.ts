import type { CacheKey } from '@lmc/keys'
import type { Milliseconds } from '@lmc/transport'
import type { Operation } from './operation.ts'

/** A failure of a call. The call may still resolve. A failure holds no values and no bytes. */
export interface Failure {
  readonly operation: Operation
  /**
   * - a `TransportError`: a server or the network has failed
   * - a `CodecError`: the stored value cannot be decoded, and is a miss
   * - a `SchemaError`: the stored value does not fit the schema of the view, and is a miss
   * - a `TrackerError`: the list of keys holds data of another program, or cannot be tidied
   * - a `ConflictError`: others wrote the key during each try of the call; the call has stored nothing
   * - a `LoadError`: the load function of `getOrSet` has thrown, and the call returns the stored value; the
   *   error of the load function is the `cause`
   * - a `LostInvalidationsError`: the client gave up failed invalidations
   */
  readonly error: Error
  /** The cache key. Absent: the failure is not about one key. */
  readonly key?: CacheKey
  /** The namespace of the call. Absent: none. */
  readonly namespace?: string | undefined
}

/** A server that had failed and answers again. */
export interface Recovery {
  /** The name of the server, as in `Transport.servers`. */
  readonly server: string
  /** How many failures of the server were reported during the outage. */
  readonly failures: number
  /** The time since the first of these failures. */
  readonly duration: Milliseconds
}

/**
 * The type of `onFailure`: a function that is called with each failure. It may have a method `onRecovery`,
 * which is called with each recovery.
 */
export interface FailureListener {
  (failure: Failure): unknown
  readonly onRecovery?: ((recovery: Recovery) => unknown) | undefined
}

/** The name of the diagnostics channel for each `Failure` of each client in this process. */
export const FAILURE_CHANNEL = 'lmc:failure'

/** The name of the diagnostics channel for each `Recovery` of each client in this process. */
export const RECOVERY_CHANNEL = 'lmc:recovery'

/** The name of the tracing channel for each call of each client, with a `CallTrace`. */
export const CALL_CHANNEL = 'lmc:call'
