import type { CacheKey } from '@lmc/keys'
import type { Milliseconds } from '@lmc/transport'
import type { Operation } from './operation.ts'

/** Something that went wrong, whether or not the call rejects by it. It holds no values and no bytes. */
export interface Failure {
  readonly operation: Operation
  /**
   * - a `TransportError`: a server or the network has failed
   * - a `CodecError`: what is stored cannot be decoded, and is a miss
   * - a `SchemaError`: what is stored does not fit the schema of the view, and is a miss
   * - a `TrackerError`: the list of keys holds what another has written, or cannot be kept in order
   * - a `ConflictError`: others wrote the same key whenever a call tried to; the call has stored nothing
   * - a `LoadError`: what `getOrSet` loads with has thrown, and the value that is there is given; the `cause`
   *   is the application's own
   * - a `LostInvalidationsError`: failed invalidations that are not retried any more
   */
  readonly error: Error
  /** The cache key, where the failure is about one. */
  readonly key?: CacheKey
  /** The namespace of the call, where it has one. */
  readonly namespace?: string | undefined
}

/** A server that had failed and answers again. */
export interface Recovery {
  /** The server's name as in `Transport.servers`. */
  readonly server: string
  /** How many failures of the server were reported. */
  readonly failures: number
  /** How long ago the first of them was. */
  readonly duration: Milliseconds
}

/**
 * What `onFailure` takes: a function that is called with each failure. It may have another one, for
 * recoveries.
 */
export interface FailureListener {
  (failure: Failure): unknown
  readonly onRecovery?: ((recovery: Recovery) => unknown) | undefined
}

/** Each `Failure` of each client in this process is published on the diagnostics channel of this name. */
export const FAILURE_CHANNEL = 'lmc:failure'

/** Likewise each `Recovery`. */
export const RECOVERY_CHANNEL = 'lmc:recovery'

/** Each call of each client is traced on the tracing channel of this name, with a `CallTrace`. */
export const CALL_CHANNEL = 'lmc:call'
