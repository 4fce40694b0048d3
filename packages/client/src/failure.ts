import { channel } from 'node:diagnostics_channel'
import type { CacheKey } from '@lmc/keys'

/** Which method of the client met the failure; `track` is what `set` and `setMany` write to the list of keys. */
export type Operation =
  | 'get'
  | 'getMany'
  | 'set'
  | 'setMany'
  | 'invalidate'
  | 'invalidateMany'
  | 'invalidateNamespace'
  | 'invalidateAll'
  | 'keys'
  | 'getStatistics'
  | 'track'

/** Something that went wrong and was, or was not, let through to the caller. */
export interface Failure {
  readonly operation: Operation
  /**
   * A `TransportError`; what the codec threw when it could not decode a stored value; or a `TrackerError` `foreign-lines`, when the list of
   * keys holds what another has written; or a `LostInvalidationsError`, when too many invalidations have failed, or the client was closed before
   * they could be made up for.
   */
  readonly error: Error
  /** The cache key, where the failure is about one. */
  readonly key?: CacheKey
  /** The namespace of the call, where it has one. */
  readonly namespace?: string | undefined
}

/** Each `Failure` of each client in this process is published on the diagnostics channel of this name. */
export const FAILURE_CHANNEL = 'lmc:failure'

const failures = channel(FAILURE_CHANNEL)

/** Publishes the failure to whoever has subscribed. */
export function publishFailure(failure: Failure): void {
  failures.publish(failure)
}
